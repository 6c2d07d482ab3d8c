package org.asyncjob.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;

/** Writes one blob to a file of its own, which {@link #commit} moves to where blobs are kept. */
final class FileBlobWriter extends BlobWriter {

  private final Path file;
  private final Path blobs;
  private final Space space;
  private final String filename;
  private final String mediaType;
  private final Hash hash = new Hash();
  private final FileChannel channel;
  private final OutputStream out;
  private long taken;
  private boolean open = true;

  FileBlobWriter(Path file, Path blobs, Space space, String filename, String mediaType)
      throws IOException {
    this.file = file;
    this.blobs = blobs;
    this.space = space;
    this.filename = filename;
    this.mediaType = mediaType;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw Disk.named(e, file.getParent(), 1);
    }
    out = new BufferedOutputStream(new Metered(), Hash.CHUNK);
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    try {
      // In pieces: the channel would copy a large array whole, outside of the heap.
      for (int done = 0; done < length; done += Hash.CHUNK) {
        int piece = Math.min(Hash.CHUNK, length - done);
        out.write(bytes, offset + done, piece);
        hash.update(bytes, offset + done, piece);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void flush() throws IOException {
    checkOpen();
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public Blob commit() throws IOException {
    checkOpen();
    String key = BlobKey.random();
    Path target = BlobKey.file(blobs, key);
    boolean changing = false;
    try {
      out.flush();
      FileBlobStore.touch(file);
      channel.force(true);
      channel.close();
      space.changes(taken);
      changing = true;
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (changing) {
        space.went(taken, false);
      }
      throw failed(e);
    }
    open = false;
    try {
      Disk.forceDirectory(blobs);
    } catch (IOException e) {
      Disk.undo(e, () -> Files.deleteIfExists(target));
      space.went(taken, false);
      space.give(taken);
      throw Disk.named(e, blobs, 0);
    }
    space.appeared(taken);
    return new Blob(key, hash.size(), hash.sha256(), filename, mediaType);
  }

  @Override
  public void close() throws IOException {
    if (open) {
      discard();
    }
  }

  /** Frees the disk at once: what could not be written whole is of no use to anybody. */
  private IOException failed(IOException met) {
    IOException named = Disk.named(met, file.getParent(), Hash.CHUNK);
    Disk.undo(named, this::discard);
    return named;
  }

  private void discard() throws IOException {
    open = false;
    space.give(taken);
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void checkOpen() throws IOException {
    if (!open) {
      throw new IOException("this blob was committed, closed or failed; it takes no more");
    }
  }

  /** Asks for room before it writes to the disk. */
  private final class Metered extends OutputStream {

    private final OutputStream disk = Channels.newOutputStream(channel);

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      space.take(length);
      taken += length;
      disk.write(bytes, offset, length);
    }
  }
}
