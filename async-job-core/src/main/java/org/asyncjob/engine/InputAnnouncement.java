package org.asyncjob.engine;

import java.util.regex.Pattern;

/**
 * What a client says of an input before it uploads that itself.
 *
 * @param filename a name for people, without any path
 * @param mediaType e.g. {@code video/mp4}
 * @param size in bytes, 0 or more
 * @param sha256 SHA-256 of the bytes, 64 lower-case hexadecimal digits
 * @param caller who may use it; empty where callers are not known
 */
public record InputAnnouncement(
    String filename, String mediaType, long size, String sha256, String caller) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code size} is negative or {@code sha256} has another form
   */
  public InputAnnouncement {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "sha256 \"" + sha256 + "\" is not 64 lower-case hexadecimal digits");
    }
  }
}
