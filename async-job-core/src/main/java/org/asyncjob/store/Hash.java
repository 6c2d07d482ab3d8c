package org.asyncjob.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and digests the bytes of one blob as they pass. */
final class Hash {

  static final int CHUNK = 64 * 1024;

  private final MessageDigest digest;
  private long size;

  Hash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256; this one has not", e);
    }
  }

  void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    size += length;
  }

  void read(InputStream in) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      update(chunk, 0, length);
    }
  }

  long size() {
    return size;
  }

  /** Ends the digest; called once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
