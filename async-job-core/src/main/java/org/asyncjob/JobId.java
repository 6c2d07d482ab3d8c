package org.asyncjob;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one job: 32 lower-case hexadecimal digits from a cryptographic random source, so that
 * nobody finds a job by guessing.
 *
 * @param value 32 characters of {@code 0-9a-f}
 */
public record JobId(String value) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");

  /**
   * Takes an id that was made by {@link #random}.
   *
   * @throws IllegalArgumentException if {@code value} has another form; for text from outside use
   *     {@link #parse}
   */
  public JobId {
    if (!FORM.matcher(value).matches()) {
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
    return FORM.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
