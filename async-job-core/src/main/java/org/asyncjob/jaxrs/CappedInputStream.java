package org.asyncjob.jaxrs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.asyncjob.InputTooLargeException;

/** Ends reading with an exception at the first byte above a limit. */
final class CappedInputStream extends FilterInputStream {

  private final long cap;
  private final long limit;
  private long count;

  /**
   * Creates it.
   *
   * @param cap how many bytes may be read
   * @param limit what the client is told the limit is
   */
  CappedInputStream(InputStream in, long cap, long limit) {
    super(in);
    this.cap = cap;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      counted(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      counted(read);
    }
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    counted(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void counted(long bytes) {
    count += bytes;
    if (count > cap) {
      throw new InputTooLargeException(limit);
    }
  }
}
