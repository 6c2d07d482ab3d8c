package org.asyncjob.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link EmbeddedFfmpegTest} shows that the loader takes them. */
class StubLibraryTest {
  private final StubLibrary library = new StubLibrary("libasound.so.2", List.of("ALSA_0.9"));

  @Test
  void theyDifferBetweenProcessorsInTheProcessorsNumberAlone() {
    byte[] x86 = library.bytes("x86_64");
    byte[] arm = library.bytes("arm64");

    assertThat(x86[18]).isEqualTo((byte) 62);
    assertThat(arm[18]).isEqualTo((byte) 183);
    arm[18] = x86[18];
    assertThat(arm).isEqualTo(x86);
  }

  @Test
  void anotherProcessorIsRefused() {
    assertThatThrownBy(() -> library.bytes("s390x")).hasMessageContaining("s390x");
  }
}
