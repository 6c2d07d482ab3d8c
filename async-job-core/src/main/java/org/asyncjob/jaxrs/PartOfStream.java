package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Copies a certain number of bytes and closes their source.
 *
 * @param source where they come from, at the first of them
 * @param length how many
 */
record PartOfStream(InputStream source, long length) implements StreamingOutput {

  private static final int CHUNK = 64 * 1024;

  /**
   * Copies.
   *
   * @throws EOFException if there are fewer: the connection is then cut, so that nobody takes what
   *     has come for complete
   */
  @Override
  public void write(OutputStream out) throws IOException {
    try (source) {
      byte[] chunk = new byte[(int) Math.min(CHUNK, length)];
      long missing = length;
      while (missing > 0) {
        int read = source.read(chunk, 0, (int) Math.min(chunk.length, missing));
        if (read < 0) {
          throw new EOFException("the result ends " + missing + " bytes too early");
        }
        out.write(chunk, 0, read);
        missing -= read;
      }
    }
  }
}
