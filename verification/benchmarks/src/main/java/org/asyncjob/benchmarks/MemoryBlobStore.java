package org.asyncjob.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;

/**
 * Keeps blobs on the heap, so that a disk's time to sync is not what is measured. For results of a
 * few bytes: its memory does grow with the size of a blob.
 */
final class MemoryBlobStore implements BlobStore {

  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final AtomicLong keys = new AtomicLong();

  @Override
  public BlobWriter create(String filename, String mediaType) {
    return new Writer(filename, mediaType);
  }

  @Override
  public Blob move(Path file, String filename, String mediaType) throws IOException {
    Blob blob = keep(Files.readAllBytes(file), filename, mediaType);
    Files.delete(file);
    return blob;
  }

  @Override
  public InputStream open(Blob blob, long offset) throws IOException {
    if (offset < 0 || offset > blob.size()) {
      throw new IllegalArgumentException(
          "offset " + offset + " is outside of blob " + blob.key() + " of " + blob.size());
    }
    byte[] bytes = blobs.get(blob.key());
    if (bytes == null) {
      throw new NoSuchFileException(blob.key());
    }
    return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
  }

  @Override
  public Optional<Path> file(Blob blob) {
    return Optional.empty();
  }

  @Override
  public void delete(Blob blob) {
    blobs.remove(blob.key());
  }

  private Blob keep(byte[] bytes, String filename, String mediaType) {
    String key = Long.toHexString(keys.incrementAndGet());
    blobs.put(key, bytes);
    return new Blob(key, bytes.length, sha256(bytes), filename, mediaType);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private final class Writer extends BlobWriter {

    private final String filename;
    private final String mediaType;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    private Writer(String filename, String mediaType) {
      this.filename = filename;
      this.mediaType = mediaType;
    }

    @Override
    public void write(int value) throws IOException {
      requireOpen();
      bytes.write(value);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      requireOpen();
      bytes.write(buffer, offset, length);
    }

    @Override
    public Blob commit() throws IOException {
      requireOpen();
      closed = true;
      return keep(bytes.toByteArray(), filename, mediaType);
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() throws IOException {
      if (closed) {
        throw new IOException("the writer of " + filename + " is closed");
      }
    }
  }
}
