package org.asyncjob.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.asyncjob.Blob;
import org.asyncjob.BlobStoreFullException;

/**
 * Keeps the bytes of inputs and results. Safe for many threads. {@code BlobStoreContract} is the
 * full specification.
 *
 * <p>Memory use does not grow with the size of a blob.
 */
public interface BlobStore {

  /**
   * Opens a new blob for writing.
   *
   * @param filename a name for people; it never decides where bytes are stored
   * @throws BlobStoreFullException if there is no space; the writer's methods throw it, too
   * @throws IOException if there is nowhere to write
   */
  BlobWriter create(String filename, String mediaType) throws IOException;

  /**
   * Makes a finished file a blob. The file is moved where that is possible, and gone afterwards in
   * any case that does not throw.
   *
   * @throws BlobStoreFullException if there is no space; nothing is kept and the file is still
   *     there
   * @throws IOException if it cannot be stored; nothing is kept and the file is still there
   */
  Blob move(Path file, String filename, String mediaType) throws IOException;

  /**
   * Opens a blob for reading; the caller closes the stream.
   *
   * @param offset how many bytes to leave out at the start, 0 to the size of the blob
   * @throws IllegalArgumentException if {@code offset} is outside of that
   * @throws java.nio.file.NoSuchFileException if there is no such blob
   * @throws IOException if it cannot be read
   */
  InputStream open(Blob blob, long offset) throws IOException;

  /** Returns the local file that holds a blob, where this store keeps it in one; read only. */
  Optional<Path> file(Blob blob);

  /**
   * Deletes a blob. One that is not there is no error.
   *
   * @throws IOException if it is still there afterwards
   */
  void delete(Blob blob) throws IOException;

  /**
   * Deletes blobs that no job refers to: a process that dies between writing a blob and writing
   * that a job has it leaves one behind. Also what uploads that were broken off that long ago have
   * left.
   *
   * @param committedBefore younger ones stay: their jobs may not be stored yet
   * @param referenced returns, of up to some hundreds of {@link Blob#key}s, those to keep
   * @return how many were deleted; 0 where a store cannot list its blobs, as by default
   * @throws IOException if it was not possible to the end
   */
  default int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
      throws IOException {
    return 0;
  }

  /**
   * Returns an address at which whoever has it can read the blob, without this application between
   * them; a presigned URL, say.
   *
   * @param validity for how long
   * @return nothing where there is no such address, as by default
   */
  default Optional<URI> link(Blob blob, Duration validity) {
    return Optional.empty();
  }

  /**
   * Returns what takes inputs from clients themselves, without this application between them.
   *
   * @return nothing where clients cannot reach the store, as by default
   */
  default Optional<DirectUploads> uploads() {
    return Optional.empty();
  }
}
