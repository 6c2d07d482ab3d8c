package org.asyncjob.jaxrs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;

/** A blob store that counts what is read of results, and what is left open. */
final class WatchedBlobs implements BlobStore {

  private final BlobStore blobs;
  private final AtomicLong read = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();

  WatchedBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** How many bytes have been read, of all blobs. */
  long read() {
    return read.get();
  }

  /** How many blobs are open. */
  int open() {
    return open.get();
  }

  @Override
  public InputStream open(Blob blob, long offset) throws IOException {
    InputStream in = blobs.open(blob, offset);
    open.incrementAndGet();
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        read.addAndGet(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] buffer, int start, int length) throws IOException {
        int count = super.read(buffer, start, length);
        read.addAndGet(Math.max(0, count));
        return count;
      }

      @Override
      public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        read.addAndGet(skipped);
        return skipped;
      }

      @Override
      public void close() throws IOException {
        super.close();
        open.decrementAndGet();
      }
    };
  }

  @Override
  public BlobWriter create(String filename, String mediaType) throws IOException {
    return blobs.create(filename, mediaType);
  }

  @Override
  public Blob move(Path file, String filename, String mediaType) throws IOException {
    return blobs.move(file, filename, mediaType);
  }

  @Override
  public Optional<Path> file(Blob blob) {
    return blobs.file(blob);
  }

  @Override
  public void delete(Blob blob) throws IOException {
    blobs.delete(blob);
  }
}
