package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a certain number of bytes and closes their source.
 *
 * @param source where they come from, at the first of them
 * @param length how many
 */
record PartOfStream(InputStream source, long length) implements StreamingOutput {

  private static final Logger LOG = LoggerFactory.getLogger(PartOfStream.class);
  private static final int CHUNK = 64 * 1024;

  /**
   * Copies. A client that does not want the rest is no fault of ours and nothing to log a trace of.
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
        if (!passedOn(out, chunk, read)) {
          return;
        }
        missing -= read;
      }
    }
  }

  private static boolean passedOn(OutputStream out, byte[] chunk, int length) {
    try {
      out.write(chunk, 0, length);
      return true;
    } catch (IOException e) {
      LOG.debug("a client has hung up before the end of a result", e);
      return false;
    }
  }
}
