package org.asyncjob;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name of one job: 32 lower-case hexadecimal digits from a cryptographic random source, so that
 * nobody finds a job by guessing.
 *
 * @param value 32 characters of {@code 0-9a-f}
 */
public record JobId(String value) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  /**
   * Takes an id that was made by {@link #random}.
   *
   * @throws IllegalArgumentException if {@code value} has another form; for text from outside use
   *     {@link #parse}
   */
  public JobId {
    if (!hasForm(value)) {
      throw new IllegalArgumentException(
          "job id \"" + value + "\" is not 32 lower-case hexadecimal digits");
    }
  }

  /** Returns a new id. Two calls never return the same one. Safe for many threads. */
  public static JobId random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new JobId(HexFormat.of().formatHex(bytes));
  }

  /** Returns the id that {@code text} names, or nothing if it has not the form of an id. */
  public static Optional<JobId> parse(String text) {
    return hasForm(text) ? Optional.of(new JobId(text)) : Optional.empty();
  }

  private static boolean hasForm(String text) {
    if (text.length() != 2 * BYTES) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      boolean isHexadecimal = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
      if (!isHexadecimal) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
