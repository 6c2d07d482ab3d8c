package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultNameTest {

  @Test
  void theExtensionBecomesMp3() {
    assertThat(ResultName.of("clip.mp4")).isEqualTo("clip.mp3");
    assertThat(ResultName.of("Vol. 2.m4a")).isEqualTo("Vol. 2.mp3");
    assertThat(ResultName.of("no extension")).isEqualTo("no extension.mp3");
    assertThat(ResultName.of("Dr. Strange")).isEqualTo("Dr. Strange.mp3");
  }

  @Test
  void lettersOfAnyLanguageStay() {
    assertThat(ResultName.of("Überfahrt 作品 😀.mp4")).isEqualTo("Überfahrt 作品 😀.mp3");
  }

  @Test
  void foldersAndControlCharactersGo() {
    assertThat(ResultName.of("../../etc/passwd")).isEqualTo("passwd.mp3");
    assertThat(ResultName.of("C:\\Users\\me\\clip.mp4")).isEqualTo("clip.mp3");
    assertThat(ResultName.of("a\r\nb\0c.mp4")).isEqualTo("abc.mp3");
  }

  @Test
  void aNameOfNothingGetsOne() {
    assertThat(ResultName.of("")).isEqualTo("audio.mp3");
    assertThat(ResultName.of(".mp4")).isEqualTo("audio.mp3");
    assertThat(ResultName.of(" / ")).isEqualTo("audio.mp3");
  }

  @Test
  void aLongNameIsCutBetweenCharacters() {
    assertThat(ResultName.of("😀".repeat(500) + ".mp4")).isEqualTo("😀".repeat(50) + ".mp3");
    assertThat(ResultName.of("a" + "é".repeat(500))).isEqualTo("a" + "é".repeat(99) + ".mp3");
  }
}
