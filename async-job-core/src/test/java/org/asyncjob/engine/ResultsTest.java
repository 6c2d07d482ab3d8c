package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that need no blob store. */
class ResultsTest {

  @TempDir Path directory;

  @Test
  void aSmallValueIsKeptWithTheJobAndNowhereElse() throws IOException {
    try (EngineFixture fixture = direct()) {
      Job job = fixture.engine.find(fixture.submit("json")).orElseThrow();

      assertThat(job.result()).contains(new JobResult.Json("{\"count\":0}"));
      try (Stream<Path> kept = Files.walk(directory.resolve("blobs"))) {
        assertThat(kept.filter(Files::isRegularFile).map(Path::toString))
            .allMatch(file -> file.endsWith(".lock"));
      }
    }
  }

  @Test
  void aLinkIsKeptAsItIs() {
    try (EngineFixture fixture = direct()) {
      Job job = fixture.engine.find(fixture.submit("link")).orElseThrow();

      assertThat(job.result()).contains(JobResult.link(URI.create("https://example.org/a")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unwritable", "long json"})
  void aValueThatCannotBeAResultFailsTheJobAndTellsItsSubmitterNothing(String act) {
    try (EngineFixture fixture = direct()) {
      Job job = fixture.engine.find(fixture.submit(act)).orElseThrow();

      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(job.failure().orElseThrow().type()).isEqualTo("internal-error");
    }
  }

  @Test
  void valuesAreWrittenAsTheApplicationWants() throws IOException {
    JobEngine engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(new DirectJobExecutor())
            .handler("twice", Twice.class, (twice, context) -> context.json(twice))
            .resultMapper(
                JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .build())
            .build();
    engine.start();
    try (engine) {
      Job job = engine.submit(JobRequest.builder("twice").options(Map.of("howOften", 2)).build());

      assertThat(engine.find(job.id()).flatMap(Job::result))
          .contains(new JobResult.Json("{\"how-often\":2}"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "link"})
  void aTombstoneDoesNotKeepThem(String act) {
    try (EngineFixture fixture = direct()) {
      JobId id = fixture.submit(act);

      assertThat(fixture.engine.discard(id)).isTrue();

      Job tombstone = fixture.engine.find(id).orElseThrow();
      assertThat(tombstone.discarded()).isTrue();
      assertThat(tombstone.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(tombstone.result()).isEmpty();
    }
  }

  record Twice(int howOften) {}

  private EngineFixture direct() {
    return new EngineFixture(
            directory, new InMemoryJobStore(), new DirectJobExecutor(), new EngineFixture.Play())
        .started();
  }
}
