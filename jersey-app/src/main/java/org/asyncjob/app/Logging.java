package org.asyncjob.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Has the log go to standard error, a line an event, without what only developers of the libraries
 * want to know. An operator's own configuration is left alone.
 */
final class Logging {

  /** Held, as the log manager forgets the filters of loggers that nobody holds. */
  private static final Logger ANSWERS =
      Logger.getLogger("org.glassfish.jersey.server.ServerRuntime");

  private Logging() {}

  static void configure() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    try (InputStream settings = Logging.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(settings);
      ANSWERS.setFilter(new HangUps());
    } catch (IOException e) {
      throw new StartException("the log cannot be configured: " + e.getMessage(), e);
    }
  }
}
