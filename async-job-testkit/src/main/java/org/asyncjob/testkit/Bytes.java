package org.asyncjob.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes to fill blobs with: those of one seed are the same each time, and unlike all others. */
final class Bytes {

  private static final int PIECE = 64 * 1024;

  private Bytes() {}

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes so many times 64 KiB without ever having more than that in memory. */
  static void writePieces(OutputStream out, int pieces) throws IOException {
    byte[] piece = random(pieces, PIECE);
    for (int number = 0; number < pieces; number++) {
      out.write(piece);
    }
  }

  /** Reads to the end without having more than 64 KiB in memory and returns how much there was. */
  static long count(InputStream in) throws IOException {
    byte[] piece = new byte[PIECE];
    long count = 0;
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      count += length;
    }
    return count;
  }

  /** How much memory is in use after the collection of garbage, in bytes. */
  static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
