package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilenamesTest {

  @ParameterizedTest
  @CsvSource({
    "holiday.mp4, holiday.mp4",
    "/etc/passwd, passwd",
    "C:\\videos\\holiday.mp4, holiday.mp4",
    "../../holiday.mp4, holiday.mp4",
    "' holiday.mp4 ', holiday.mp4",
    "Übung 🎸.mp4, Übung 🎸.mp4"
  })
  void whatIsAPathIsLeftOut(String sent, String kept) {
    assertThat(Filenames.sanitized(sent)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "videos/", "a/..", "\t", "\u202e", "\ud800"})
  void aNameOfWhichNothingIsLeftIsReplaced(String sent) {
    assertThat(Filenames.sanitized(sent)).isEqualTo("upload");
  }

  @Test
  void whatCannotBeSeenIsLeftOut() {
    assertThat(Filenames.sanitized("a\u0000b\u001bc\u202ed\u200be\ud800f.mp4"))
        .isEqualTo("abcdef.mp4");
  }

  @Test
  void aNameOfTwoHundredCharactersIsKept() {
    String name = "🎸".repeat(196) + ".mp4";

    assertThat(Filenames.sanitized(name)).isEqualTo(name);
  }

  @Test
  void ofALongerOneTheMiddleIsLeftOut() {
    String name = "🎸".repeat(300) + "0123456789abcdef.mp4";

    assertThat(Filenames.sanitized(name)).isEqualTo("🎸".repeat(180) + "0123456789abcdef.mp4");
  }
}
