package org.asyncjob.faults;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A piece of work as its customer knows it. The seed and the number make it the same every time.
 *
 * @param number from 0 on
 * @param kind which of the server's kinds
 * @param token what its result has to repeat
 * @param millis how long it is to take beside what it does
 * @param size of a copy's input, in bytes
 * @param bitrate of a conversion, in kbit/s
 * @param canceled whether the customer changes its mind
 */
record Order(
    int number, String kind, String token, int millis, int size, int bitrate, boolean canceled) {

  static final String STAMP = "stamp";
  static final String COPY = "copy";
  static final String REFUSE = "refuse";
  static final String MP3 = "mp3";

  /** Each makes another file of the same clip. */
  static final List<Integer> BITRATES = List.of(64, 96, 128, 160, 192);

  private static final int LARGEST_INPUT = 20_000;
  private static final int LONGEST_MILLIS = 400;
  private static final int MILLIS_OF_THE_CANCELED = 2_000;

  /** Of a hundred, about 55 stamps, 29 copies, 8 that take time, 4 refusals, 2 MP3s, 2 canceled. */
  static Order of(long seed, int number) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    String token = number + "-" + Long.toHexString(random.nextLong());
    int chance = random.nextInt(100);
    int bitrate = BITRATES.get(random.nextInt(BITRATES.size()));
    int millis = 20 + random.nextInt(LONGEST_MILLIS);
    int size = random.nextInt(LARGEST_INPUT);
    if (chance < 55) {
      return new Order(number, STAMP, token, 0, size, bitrate, false);
    } else if (chance < 84) {
      return new Order(number, COPY, token, 0, size, bitrate, false);
    } else if (chance < 92) {
      return new Order(
          number, random.nextBoolean() ? STAMP : COPY, token, millis, size, bitrate, false);
    } else if (chance < 96) {
      return new Order(number, REFUSE, token, 0, size, bitrate, false);
    } else if (chance < 98) {
      return new Order(number, MP3, token, 0, size, bitrate, false);
    }
    return new Order(number, STAMP, token, MILLIS_OF_THE_CANCELED, size, bitrate, true);
  }

  /** One that takes this long. */
  static Order lasting(int number, int millis) {
    return new Order(number, STAMP, "lasting-" + number, millis, 0, 0, false);
  }

  /** One that keeps a worker busy until it is canceled. */
  static Order endless(int number) {
    return new Order(number, STAMP, "endless-" + number, Integer.MAX_VALUE, 0, 0, true);
  }

  /** One that takes no time. */
  static Order stamp(int number) {
    return new Order(number, STAMP, "stamp-" + number, 0, 0, 0, false);
  }

  /** One whose input and result have this many bytes. */
  static Order copy(int number, int size, int millis) {
    return new Order(number, COPY, "copy-" + number, millis, size, 0, false);
  }

  boolean hasInput() {
    return kind.equals(COPY) || kind.equals(MP3);
  }

  /** The bytes of a copy's input. */
  byte[] input() {
    if (!kind.equals(COPY)) {
      return new byte[0];
    }
    SplittableRandom random = new SplittableRandom(token.hashCode());
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The options that go with it. */
  Map<String, String> options() {
    return kind.equals(MP3)
        ? Map.of("bitrate", Integer.toString(bitrate))
        : Map.of("token", token, "millis", Integer.toString(millis));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
