package org.asyncjob.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
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
}
