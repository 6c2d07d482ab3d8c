package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A file that is not as one should be, or looks like that.
 *
 * @param what it is, as a line of the table says
 * @param name of the file
 * @param making puts it there
 * @param limits what is changed of the usual ones
 * @param expected the type of the failure, {@link #CONVERTED} or {@link #WARNED}
 */
record HostileFile(
    String what,
    String name,
    Making making,
    UnaryOperator<TranscodeLimits.Builder> limits,
    String expected) {

  static final String CONVERTED = "converted";
  static final String WARNED = "converted with a warning";

  /** Makes a file. */
  @FunctionalInterface
  interface Making {
    void make(Path file) throws IOException, InterruptedException;
  }

  @Override
  public String toString() {
    return what;
  }
}
