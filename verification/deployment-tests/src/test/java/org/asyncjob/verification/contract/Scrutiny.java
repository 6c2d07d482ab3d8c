package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** What holds for every answer, whatever was asked. */
final class Scrutiny {

  /** A path of a machine, a class, a frame of a trace. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "(?:^|[\\s\"'(])/(?:tmp|home|root|var|usr|opt|etc|private|Users)/"
              + "|[A-Za-z]:\\\\\\\\|\\.java\\b|\\.class\\b|Exception\\b|\\bat [a-z]+\\.[a-z.]+"
              + "|\\b(?:org|com|java|jakarta)\\.[a-z]+\\.[A-Za-z.]+|ffmpeg|ffprobe");

  private static final Description DESCRIPTION = Description.under(JudgedServer.basePath());

  private Scrutiny() {}

  static void of(Answer answer) {
    if (answer.status() >= 400 && !answer.method().equals("HEAD")) {
      isAProblem(answer);
    }
    if (answer.mediaType().endsWith("json")) {
      assertThat(answer.text().replaceAll("https?://[^\"]*", ""))
          .as(answer.toString())
          .doesNotContainPattern(INTERNALS);
    }
    if (JudgedServer.isTheApplication()) {
      assertThat(DESCRIPTION.objections(answer)).as(answer.toString()).isEmpty();
    }
  }

  private static void isAProblem(Answer answer) {
    assertThat(answer.mediaType()).as(answer.toString()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt())
        .as(answer.toString())
        .isEqualTo(answer.status());
    assertThat(answer.member("type"))
        .as(answer.toString())
        .matches("about:blank|urn:problem-type:asyncjob:[a-z-]+");
    assertThat(answer.member("title")).as(answer.toString()).isNotBlank();
  }
}
