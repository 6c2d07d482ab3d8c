package org.asyncjob.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The random names under which blobs are kept. A key of another form names no file. */
final class BlobKey {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");

  private BlobKey() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns the key if it has the form of one; whatever else a blob says is no path to follow. */
  static Optional<String> check(String key) {
    return FORM.matcher(key).matches() ? Optional.of(key) : Optional.empty();
  }

  static Path file(Path blobs, String key) {
    return blobs.resolve(key);
  }
}
