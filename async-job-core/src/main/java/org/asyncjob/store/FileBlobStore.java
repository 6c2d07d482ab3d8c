package org.asyncjob.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;

/**
 * Keeps each blob in a file of its own. Safe for many threads, and for many processes that share
 * the directory.
 *
 * <p>Under the directory, {@code blobs} holds what was committed, under random names, and {@code
 * incoming} what is being written. A blob that {@code commit} or {@code move} has returned survives
 * a loss of power: file and directory were forced to the disk. What a process has left in {@code
 * incoming} by dying is deleted when a store is next opened on the directory. Processes that still
 * live are told from dead ones by a file lock, so the file system has to support those.
 *
 * <p>A thread that is interrupted while it writes or reads gets a {@link
 * java.nio.channels.ClosedByInterruptException}; of what it wrote, nothing is kept.
 */
public final class FileBlobStore implements BlobStore {

  private final Path blobs;
  private final IncomingDirectory incoming;

  /**
   * Opens the store in a directory, which is created where it does not exist yet.
   *
   * @throws IOException if the directory cannot be created, written or locked
   */
  public FileBlobStore(Path directory) throws IOException {
    try {
      blobs = Files.createDirectories(directory.resolve("blobs"));
      incoming = IncomingDirectory.open(directory.resolve("incoming"));
      Disk.forceDirectory(directory);
    } catch (IOException e) {
      throw new IOException(
          "blobs cannot be kept in "
              + directory
              + ", which has to be a directory that this process can write and lock files in: "
              + e,
          e);
    }
  }

  @Override
  public BlobWriter create(String filename, String mediaType) throws IOException {
    return new FileBlobWriter(incoming.newFile(), blobs, filename, mediaType);
  }

  @Override
  public Blob move(Path file, String filename, String mediaType) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(file.toString(), null, "only a regular file can be a blob");
      }
      throw new NoSuchFileException(file.toString());
    }
    Hash hash = new Hash();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        InputStream in = Channels.newInputStream(channel)) {
      hash.read(in);
      channel.force(true);
    }
    String key = BlobKey.random();
    Path target = BlobKey.file(blobs, key);
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return copy(file, filename, mediaType);
    } catch (IOException e) {
      throw Disk.named(e, blobs, 0);
    }
    try {
      Disk.forceDirectory(blobs);
    } catch (IOException e) {
      Disk.undo(e, () -> Files.move(target, file, StandardCopyOption.ATOMIC_MOVE));
      throw Disk.named(e, blobs, 0);
    }
    return new Blob(key, hash.size(), hash.sha256(), filename, mediaType);
  }

  @Override
  public InputStream open(Blob blob, long offset) throws IOException {
    if (offset < 0 || offset > blob.size()) {
      throw new IllegalArgumentException(
          "offset " + offset + " is not within 0 to " + blob.size() + ", the size of the blob");
    }
    Path file =
        BlobKey.check(blob.key())
            .map(key -> BlobKey.file(blobs, key))
            .orElseThrow(() -> new NoSuchFileException(blob.key()));
    SeekableByteChannel channel = Files.newByteChannel(file);
    try {
      if (channel.size() != blob.size()) {
        throw new FileSystemException(
            file.toString(),
            null,
            "has " + channel.size() + " bytes, but " + blob.size() + " were stored");
      }
      return Channels.newInputStream(channel.position(offset));
    } catch (IOException e) {
      Disk.undo(e, channel::close);
      throw e;
    }
  }

  @Override
  public Optional<Path> file(Blob blob) {
    return BlobKey.check(blob.key())
        .map(key -> BlobKey.file(blobs, key))
        .filter(Files::isRegularFile);
  }

  @Override
  public void delete(Blob blob) throws IOException {
    Optional<String> key = BlobKey.check(blob.key());
    if (key.isPresent()) {
      Files.deleteIfExists(BlobKey.file(blobs, key.get()));
    }
  }

  private Blob copy(Path file, String filename, String mediaType) throws IOException {
    Blob blob;
    try (InputStream in = Files.newInputStream(file);
        BlobWriter writer = create(filename, mediaType)) {
      in.transferTo(writer);
      blob = writer.commit();
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      Disk.undo(e, () -> delete(blob));
      throw e;
    }
    return blob;
  }
}
