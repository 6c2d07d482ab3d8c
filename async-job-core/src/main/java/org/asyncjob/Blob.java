package org.asyncjob;

/**
 * Bytes that a blob store keeps, an upload or a result, and what is known about them. The bytes of
 * one blob never change.
 *
 * @param key the store's name for it; only that store knows what it means
 * @param size in bytes, 0 or more
 * @param sha256 SHA-256 of the bytes, 64 lower-case hexadecimal digits
 * @param filename a name for people, without any path, e.g. {@code clip.mp3}
 * @param mediaType e.g. {@code audio/mpeg}
 */
public record Blob(String key, long size, String sha256, String filename, String mediaType) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code size} is negative
   */
  public Blob {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " of blob " + key + " is negative");
    }
  }
}
