package org.asyncjob.cli;

import java.util.Locale;

/** Makes sentences of what others give as messages, so that all that a user reads looks alike. */
final class Sentences {

  private Sentences() {}

  /** With a full stop. */
  static String complete(String message) {
    return message.endsWith(".") || message.endsWith("!") || message.endsWith("?")
        ? message
        : message + ".";
  }

  /** E.g. {@code 830 bytes}, {@code 4.1 MB}. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    return bytes < 1_000_000
        ? bytes / 1000 + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
