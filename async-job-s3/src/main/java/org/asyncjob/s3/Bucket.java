package org.asyncjob.s3;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.asyncjob.spi.DirectUploads;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where the objects are, and what they are called: random names, so that none can be guessed and a
 * key of another form names none.
 */
final class Bucket {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;
  private static final String IN_PARTS = "-parts";
  private static final Pattern KEY =
      Pattern.compile(
          "[0-9a-f]{"
              + 2 * BYTES
              + "}(?:"
              + IN_PARTS
              + ")?|"
              + DirectUploads.KEY_PREFIX
              + "[0-9a-f]{64}");

  private final S3Client client;
  private final String name;
  private final String prefix;

  Bucket(S3Client client, String name, String prefix) {
    this.client = client;
    this.name = name;
    this.prefix = prefix;
  }

  String name() {
    return name;
  }

  String prefix() {
    return prefix;
  }

  static String newKey() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The key of a blob that is uploaded in parts, which its object tells nobody afterwards. */
  static String newKeyInParts() {
    return newKey() + IN_PARTS;
  }

  static boolean isInParts(String key) {
    return key.endsWith(IN_PARTS);
  }

  /** The name of the object of a blob; nothing if the key is none of ours. */
  Optional<String> object(String key) {
    return KEY.matcher(key).matches() ? Optional.of(prefix + key) : Optional.empty();
  }

  /** The key of the blob that an object is; nothing if somebody else has put it there. */
  Optional<String> key(String object) {
    return Optional.of(object)
        .filter(given -> given.startsWith(prefix))
        .map(given -> given.substring(prefix.length()))
        .filter(key -> KEY.matcher(key).matches());
  }

  /** Sends a request; what comes back is told in the words of this library. */
  <T> T ask(Function<S3Client, T> request) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    try {
      return request.apply(client);
    } catch (SdkException e) {
      throw new Failure(name, e).told();
    }
  }

  void delete(String object) throws IOException {
    ask(client -> client.deleteObject(request -> request.bucket(name).key(object)));
  }

  /**
   * Takes a step back after a failure, for an interrupted thread as well; a second failure is
   * recorded with the first.
   */
  void undo(IOException met, Step step) {
    boolean interrupted = Thread.interrupted();
    try {
      step.run();
    } catch (IOException e) {
      met.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A step that can fail. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }
}
