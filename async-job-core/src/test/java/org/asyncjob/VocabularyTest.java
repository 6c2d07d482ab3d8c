package org.asyncjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  @Test
  void idsAreNeverTheSame() {
    Set<JobId> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.add(JobId.random())).isTrue();
    }
  }

  @Test
  void anIdIsReadBackFromItsText() {
    JobId id = JobId.random();

    assertThat(JobId.parse(id.toString())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "0123",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdeg"
      })
  void textThatIsNotOfThatFormIsNoId(String text) {
    assertThat(JobId.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobId(text))
        .withMessageContaining("32 lower-case hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void progressOutsideOfAPercentageIsRefused(int percent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobProgress(percent, "working", Optional.empty()))
        .withMessageContaining("0 to 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "No Audio", "no_audio", "-no", "urn:x"})
  void aFailureHasATypeThatFitsIntoAUrn(String type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobFailure(type, "No audio", "There is no audio."))
        .withMessageContaining("lower-case words with hyphens");
  }

  @Test
  void aFailureWithoutASentenceIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new JobFailure("a", "A", " "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org/a?b=c#d", "HTTPS://example.org:8443/ü"})
  void aLinkIsAnAbsoluteHttpAddress(String address) {
    assertThat(JobResult.link(URI.create(address)))
        .isEqualTo(new JobResult.Link(URI.create(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a",
        "//example.org/a",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http:a",
        "http:///a",
        "mailto:ann@example.org"
      })
  void whatLeadsElsewhereThanToAWebServerIsNoLink(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobResult.link(URI.create(address)))
        .withMessageContaining("absolute http or https");
  }

  @Test
  void aLinkThatWouldShowAPasswordToEveryClientIsRefusedWithoutShowingItAgain() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobResult.link(URI.create("https://ann:secret@example.org/a")))
        .withMessageContaining("example.org")
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "本", "\uD83C\uDFB5"})
  void aJsonResultIsAsLongAsItsBytesInUtf8(String character) {
    int bytes = character.getBytes(StandardCharsets.UTF_8).length;
    String longest = character.repeat(JobResult.Json.MAX_BYTES / bytes);

    assertThat(new JobResult.Json(longest).text()).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobResult.Json(longest + character))
        .withMessageContaining("createOutput");
  }

  @Test
  void theNextSnapshotOfAJobIsEqualButForItsRevisionAndWhatWasSet() {
    JobRequest request = JobRequest.builder("copy").options(Map.of("n", 1)).caller("ann").build();
    Job job = Job.builder(JobId.random(), request, Instant.EPOCH).build();

    Job next = job.next().state(JobState.RUNNING).build();

    assertThat(next.revision()).isEqualTo(2);
    assertThat(next.state()).isEqualTo(JobState.RUNNING);
    assertThat(next.next().revision(1).state(JobState.QUEUED).build()).isEqualTo(job);
    assertThat(next).isNotEqualTo(job);
  }

  @Test
  void optionsOfARequestDoNotChangeWithTheMapTheyCameFrom() {
    Map<String, Object> options = new java.util.HashMap<>(Map.of("n", 1));
    JobRequest request = JobRequest.builder("copy").options(options).build();

    options.put("n", 2);

    assertThat(request.options()).isEqualTo(Map.of("n", 1));
  }
}
