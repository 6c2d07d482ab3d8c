package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.asyncjob.InputTooLargeException;
import org.junit.jupiter.api.Test;

/** However it is read, nothing is handed out of what is above the cap. */
class CappedInputStreamTest {

  @Test
  void asManyBytesAsAllowedAreReadToTheEnd() throws IOException {
    assertThat(of("12345", 5).readAllBytes()).asString().isEqualTo("12345");
    assertThat(of("", 0).read()).isEqualTo(-1);
  }

  @Test
  void theFirstByteTooManyIsRefusedInABlock() {
    assertThatThrownBy(() -> of("123456", 5).readAllBytes())
        .isInstanceOfSatisfying(
            InputTooLargeException.class, refused -> assertThat(refused.limit()).isEqualTo(7));
  }

  @Test
  void theFirstByteTooManyIsRefusedOneByOne() throws IOException {
    CappedInputStream in = of("123", 2);

    assertThat(in.read()).isEqualTo('1');
    assertThat(in.read()).isEqualTo('2');
    assertThatThrownBy(in::read).isInstanceOf(InputTooLargeException.class);
  }

  @Test
  void theEndIsNoByte() throws IOException {
    CappedInputStream in = of("12", 2);

    assertThat(in.read()).isEqualTo('1');
    assertThat(in.read(new byte[8], 0, 8)).isEqualTo(1);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read(new byte[8], 0, 8)).isEqualTo(-1);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void bytesThatAreSkippedCount() throws IOException {
    CappedInputStream in = of("12345", 4);

    assertThat(in.skip(3)).isEqualTo(3);
    assertThat(in.read()).isEqualTo('4');
    assertThatThrownBy(() -> in.skip(1)).isInstanceOf(InputTooLargeException.class);
  }

  @Test
  void nobodyGoesBackToReadMore() {
    assertThat(of("12345", 4).markSupported()).isFalse();
  }

  private static CappedInputStream of(String text, long cap) {
    return new CappedInputStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), cap, 7);
  }
}
