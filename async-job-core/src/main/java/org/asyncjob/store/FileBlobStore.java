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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
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
 * <p>It says that it is full before the disk is: it leaves a reserve for all else that writes
 * there, and takes no more than its quota if it was given one ({@link #builder}).
 *
 * <p>A thread that is interrupted while it writes or reads gets a {@link
 * java.nio.channels.ClosedByInterruptException}; of what it wrote, nothing is kept.
 */
public final class FileBlobStore implements BlobStore {

  private static final InstantSource CLOCK = InstantSource.system();

  private final Path blobs;
  private final IncomingDirectory incoming;
  private final Space space;

  /**
   * Opens the store in a directory, which is created where it does not exist yet, without a quota
   * and with the default reserve.
   *
   * @throws IOException if the directory cannot be created, written or locked
   */
  public FileBlobStore(Path directory) throws IOException {
    this(builder(directory));
  }

  private FileBlobStore(Builder builder) throws IOException {
    Path directory = builder.directory;
    try {
      blobs = Files.createDirectories(directory.resolve("blobs"));
      incoming = IncomingDirectory.open(directory.resolve("incoming"));
      space = Space.of(blobs, builder.quota, builder.reserve);
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

  /** Starts to describe a store in a directory, which is created where it does not exist yet. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  @Override
  public BlobWriter create(String filename, String mediaType) throws IOException {
    space.check();
    return new FileBlobWriter(incoming.newFile(), blobs, space, filename, mediaType);
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
    try {
      touch(file);
    } catch (IOException e) {
      // It may be somebody else's; the copy is not.
      return copy(file, filename, mediaType);
    }
    String key = BlobKey.random();
    try {
      moveTo(BlobKey.file(blobs, key), file, hash.size());
    } catch (AtomicMoveNotSupportedException e) {
      return copy(file, filename, mediaType);
    } catch (IOException e) {
      throw Disk.named(e, blobs, 0);
    }
    return new Blob(key, hash.size(), hash.sha256(), filename, mediaType);
  }

  /** A file becomes a blob now, whenever it was made: sweeping must not take it for an old one. */
  static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(CLOCK.instant()));
  }

  private void moveTo(Path target, Path file, long size) throws IOException {
    space.takeKept(size);
    boolean moved = false;
    space.changes(size);
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      Disk.forceDirectory(blobs);
    } catch (IOException e) {
      if (moved) {
        Disk.undo(e, () -> Files.move(target, file, StandardCopyOption.ATOMIC_MOVE));
      }
      space.went(size, false);
      space.give(size);
      throw e;
    }
    space.appeared(size);
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
      delete(key.get());
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A blob is as old as its file says, which counts from {@code commit} or {@code move}. Where
   * several processes share the directory, the clocks of their machines should agree to within
   * minutes, and each counts anew here how much of the quota is used.
   */
  @Override
  public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
      throws IOException {
    incoming.deleteThoseOfTheDead();
    int deleted = new Sweep(committedBefore, referenced, this::delete).through(blobs);
    space.count();
    return deleted;
  }

  private boolean delete(String key) throws IOException {
    Path file = BlobKey.file(blobs, key);
    long size = Space.sizeOf(file);
    boolean gone = false;
    space.changes(size);
    try {
      gone = Files.deleteIfExists(file);
    } finally {
      space.went(size, gone);
    }
    return gone;
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

  /** Describes a store. Not safe for many threads. */
  public static final class Builder {

    private final Path directory;
    private OptionalLong quota = OptionalLong.empty();
    private OptionalLong reserve = OptionalLong.empty();

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * Sets how many bytes the blobs may have together, those that are being written included; there
     * is no limit by default. What is there when the store is opened counts, and is counted once:
     * opening takes longer the more there is. Processes that share a directory hear of each other's
     * blobs only when they sweep or are about to say that they are full, so together they can be
     * above it by what they have written since.
     *
     * @param bytes 1 or more
     */
    public Builder quota(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("quota " + bytes + " is below 1 byte");
      }
      this.quota = OptionalLong.of(bytes);
      return this;
    }

    /**
     * Sets how many bytes of the disk are left free for all else that writes there, such as a job
     * store and logs: 64 MiB by default, or a hundredth of the disk where that is less. A file that
     * is on this disk already can be moved in all the same.
     *
     * @param bytes 0 or more
     */
    public Builder reserve(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("reserve " + bytes + " is negative");
      }
      this.reserve = OptionalLong.of(bytes);
      return this;
    }

    /**
     * Opens the store.
     *
     * @throws IOException if the directory cannot be created, written or locked
     */
    public FileBlobStore build() throws IOException {
      return new FileBlobStore(this);
    }
  }
}
