package org.asyncjob.spi;

import java.io.IOException;
import java.io.OutputStream;
import org.asyncjob.Blob;

/**
 * Takes the bytes of one new blob. Closed before {@link #commit} has returned, it leaves nothing
 * behind. Used by one thread at a time.
 */
public abstract class BlobWriter extends OutputStream {

  /** For implementations. */
  protected BlobWriter() {}

  /**
   * Makes what was written a blob, durably as far as the store promises it. Called once, after the
   * last write; {@link #close} after it does nothing.
   *
   * @throws IOException if it cannot be stored, or a write has failed before, or the writer was
   *     closed; nothing is kept then
   */
  public abstract Blob commit() throws IOException;
}
