package org.asyncjob.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.asyncjob.Blob;
import org.jspecify.annotations.Nullable;

/** Reads an input, and fails at its end if that was not what was submitted. For one thread. */
final class VerifiedInput extends FilterInputStream {

  private final Blob blob;
  private final Consumer<CorruptedInputException> found;
  private final MessageDigest digest = sha256();
  private long count;
  private boolean isWhole = true;
  private @Nullable CorruptedInputException corruption;

  /**
   * Wraps a stream that begins with the first byte.
   *
   * @param found hears of it if something is wrong, also if the reader does not care
   */
  VerifiedInput(InputStream in, Blob blob, Consumer<CorruptedInputException> found) {
    super(in);
    this.blob = blob;
    this.found = found;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = BlobStoreTrouble.within(() -> super.read(bytes, offset, length));
    if (read < 0) {
      check();
    } else {
      digest.update(bytes, offset, read);
      count += read;
    }
    return read;
  }

  /** Whoever leaves bytes out does not want all of them: what is left cannot be verified. */
  @Override
  public long skip(long n) throws IOException {
    isWhole = false;
    return super.skip(n);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void check() throws IOException {
    if (isWhole && corruption == null) {
      String sha256 = HexFormat.of().formatHex(digest.digest());
      if (count != blob.size()) {
        corruption = new CorruptedInputException(blob, "has " + count + " bytes");
      } else if (!sha256.equals(blob.sha256())) {
        corruption = new CorruptedInputException(blob, "has the SHA-256 " + sha256);
      }
      isWhole = corruption != null; // the digest has begun anew
    }
    if (corruption != null) {
      found.accept(corruption);
      throw corruption;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
