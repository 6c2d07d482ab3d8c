package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          attachment; filename="clip.mp3"                              | clip.mp3
          attachment; filename=clip.mp3                                | clip.mp3
          attachment; filename="a \\"b\\".mp3"                         | a "b".mp3
          attachment; filename="x.mp3"; filename*=UTF-8''%C3%A4+1.mp3  | ä+1.mp3
          attachment; filename="../../etc/clip.mp3"                    | clip.mp3
          attachment; filename*=UTF-8''..%2F..%2Fclip.mp3              | clip.mp3
          attachment; filename="C:\\\\temp\\\\clip.mp3"                | clip.mp3
          attachment; filename="x.mp3"; filename*=UTF-8''%ZZ           | x.mp3
          """)
  void theNameIsReadWithoutAnyDirectory(String header, String name) {
    assertThat(DispositionName.of(header)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"attachment", "attachment; filename=\"..\"", "attachment; filename=\"a/\""})
  void thereMayBeNoNameToUse(String header) {
    assertThat(DispositionName.of(header)).isEmpty();
  }

  @Test
  void nothingInItSteersATerminal() {
    assertThat(DispositionName.of("attachment; filename*=UTF-8''a%1B%0A.mp3")).contains("a.mp3");
  }
}
