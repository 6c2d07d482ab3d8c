package org.asyncjob.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log that a client has hung up in the middle of an answer: to Jersey it is an
 * error of the server, with a trace. What fails elsewhere, at a disk for example, stays.
 */
final class HangUps implements Filter {

  private static final int NEAREST_FRAMES = 4;

  @Override
  public boolean isLoggable(LogRecord said) {
    for (Throwable cause = said.getThrown(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && isOfTheNetwork(cause)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfTheNetwork(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .limit(NEAREST_FRAMES)
        .map(StackTraceElement::getClassName)
        .anyMatch(
            name ->
                name.startsWith("org.glassfish.grizzly.")
                    || name.equals("sun.nio.ch.SocketDispatcher"));
  }
}
