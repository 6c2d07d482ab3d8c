package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PartOfStreamTest {

  private final byte[] bytes = new byte[200_000];
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PartOfStreamTest() {
    new Random(1).nextBytes(bytes);
  }

  @Test
  void exactlySoManyBytesAreCopiedAndTheSourceIsClosed() throws IOException {
    ByteArrayInputStream source = source();

    new PartOfStream(source, 150_001).write(out);

    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(bytes, 150_001));
    assertThat(source.available()).isEqualTo(49_999);
    assertThat(closed).isTrue();
  }

  @Test
  void nothingIsCopiedOfNothing() throws IOException {
    new PartOfStream(source(), 0).write(out);

    assertThat(out.size()).isZero();
    assertThat(closed).isTrue();
  }

  @Test
  void aSourceThatEndsTooEarlyIsAnErrorAndIsClosed() {
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> new PartOfStream(source(), 200_003).write(out))
        .withMessage("the result ends 3 bytes too early");
    assertThat(closed).isTrue();
  }

  @Test
  void aClientThatHangsUpEndsTheCopyWithoutAnErrorAndTheSourceIsClosed() throws IOException {
    ByteArrayInputStream source = source();
    AtomicInteger written = new AtomicInteger();
    OutputStream leaving =
        new OutputStream() {
          @Override
          public void write(int unused) throws IOException {
            throw new IOException("in one piece, please");
          }

          @Override
          public void write(byte[] chunk, int offset, int length) throws IOException {
            if (written.incrementAndGet() == 2) {
              throw new IOException("Broken pipe");
            }
          }
        };

    new PartOfStream(source, 200_000).write(leaving);

    assertThat(written).hasValue(2);
    assertThat(source.available()).isPositive();
    assertThat(closed).isTrue();
  }

  private ByteArrayInputStream source() {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        closed.set(true);
      }
    };
  }
}
