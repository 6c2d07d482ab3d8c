package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.asyncjob.Blob;
import org.asyncjob.BlobStoreFullException;
import org.asyncjob.Job;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose input is not what was submitted, or for whose result there is no space. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class DamageTest {

  private static final JobHandler<Map<?, ?>> READS =
      (options, context) -> {
        try (InputStream in = context.openInput()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          return context.json(text);
        }
      };
  private static final JobHandler<Map<?, ?>> READS_FILE =
      (options, context) -> context.json(Files.readString(context.inputFile()));

  @TempDir Path directory;

  private final InMemoryJobStore store = new InMemoryJobStore();
  private FileBlobStore blobs;
  private JobEngine engine;

  @BeforeEach
  void openBlobs() throws IOException {
    blobs = new FileBlobStore(directory.resolve("blobs"));
  }

  @AfterEach
  void close() {
    engine.close(Duration.ofSeconds(10));
  }

  @Test
  void aSoundInputIsReadAsItIs() throws Exception {
    Blob input = input();
    Job left = left(input, 1);

    start(READS);

    assertThat(awaitEnd(left.id()).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sound texT", "short", "a text that has become longer", ""})
  void aStreamThatIsNotWhatWasSubmittedFailsTheJob(String now) throws Exception {
    Blob input = input();
    Files.writeString(file(input), now);

    start(READS);
    Job failed = awaitEnd(submit(input));

    assertCorrupted(failed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sound texT", "short", "a text that has become longer", ""})
  void aFileThatIsNotWhatWasSubmittedToAnEarlierProcessFailsTheJob(String now) throws Exception {
    Blob input = input();
    Job left = left(input, 0);
    Files.writeString(file(input), now);

    start(READS_FILE);

    assertCorrupted(awaitEnd(left.id()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInputThatIsGoneFailsTheJob(boolean isFile) throws Exception {
    Blob input = input();
    blobs.delete(input);

    start(isFile ? READS_FILE : READS);

    assertCorrupted(awaitEnd(submit(input)));
  }

  @Test
  void aFileOfAnotherLengthIsNoticedInTheFirstAttemptAsWell() throws Exception {
    Blob input = input();
    Files.writeString(file(input), "short");

    start(READS_FILE);

    assertCorrupted(awaitEnd(submit(input)));
  }

  @Test
  void whatAHandlerMakesOfADamagedInputDoesNotCount() throws Exception {
    Blob input = input();
    Files.writeString(file(input), "damaged text");

    start(
        (options, context) -> {
          try (InputStream in = context.openInput()) {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            return context.json("a result all the same");
          }
          return context.json("it was not noticed");
        });

    assertCorrupted(awaitEnd(submit(input)));
  }

  @Test
  void theReasonThatAHandlerFindsForADamagedInputDoesNotCountEither() throws Exception {
    Blob input = input();
    Files.writeString(file(input), "damaged text");

    start(
        (options, context) -> {
          try (InputStream in = context.openInput()) {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new JobFailedException(new JobFailure("odd", "Odd", "What was sent is odd."), e);
          }
          return context.json("it was not noticed");
        });

    assertCorrupted(awaitEnd(submit(input)));
  }

  @Test
  void whoeverReadsAPartOnlyIsNotToldOfTheRest() throws Exception {
    Blob input = input();
    Files.writeString(file(input), "sound texT");

    start(
        (options, context) -> {
          try (InputStream in = context.openInput()) {
            in.skipNBytes(6);
            return context.json(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        });

    assertThat(awaitEnd(submit(input)).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void otherJobsGoOn() throws Exception {
    Blob damaged = input();
    Files.writeString(file(damaged), "damaged");
    start(READS);
    JobId first = submit(damaged);
    JobId second = submit(input());

    assertThat(awaitEnd(second).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(awaitEnd(first).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aFullBlobStoreIsWhatTheJobSays() throws Exception {
    start(
        (options, context) -> {
          throw new BlobStoreFullException(new IOException("/secret/path: no space left"));
        });

    assertNoSpace(awaitEnd(submit(input())));
  }

  @Test
  void aFullBlobStoreIsRecognizedAlsoWhereAHandlerHasWrappedIt() throws Exception {
    start(
        (options, context) -> {
          throw new IllegalStateException(
              new UncheckedIOException(new BlobStoreFullException(new IOException("no space"))));
        });

    assertNoSpace(awaitEnd(submit(input())));
  }

  private static void assertCorrupted(Job failed) {
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    JobFailure failure = failed.failure().orElseThrow();
    assertThat(failure.type()).isEqualTo("corrupted-input");
    assertThat(failure.detail()).doesNotContain("/").endsWith("submit it again.");
  }

  private static void assertNoSpace(Job failed) {
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    JobFailure failure = failed.failure().orElseThrow();
    assertThat(failure.type()).isEqualTo("no-space");
    assertThat(failure.detail()).doesNotContain("secret");
  }

  @SuppressWarnings("unchecked")
  private void start(JobHandler<Map<?, ?>> handler) {
    engine =
        JobEngine.builder()
            .store(store)
            .blobs(blobs)
            .executor(ThreadPoolJobExecutor.builder().workers(1).build())
            .handler("read", (Class<Map<?, ?>>) (Class<?>) Map.class, handler)
            .workDirectory(directory.resolve("work"))
            .build();
    engine.start();
  }

  private Blob input() throws IOException {
    try (BlobWriter writer = blobs.create("in.txt", "text/plain")) {
      writer.write("sound text".getBytes(StandardCharsets.UTF_8));
      return writer.commit();
    }
  }

  private Path file(Blob blob) {
    return blobs.file(blob).orElseThrow();
  }

  private JobId submit(Blob input) {
    return engine.submit(JobRequest.builder("read").input(input).build()).id();
  }

  /** A job that another process has accepted. */
  private Job left(Blob input, int attempt) {
    JobRequest request = JobRequest.builder("read").input(input).build();
    Job job = Job.builder(JobId.random(), request, Instant.now()).attempt(attempt).build();
    store.insert(job);
    return job;
  }

  private Job awaitEnd(JobId id) {
    return EngineFixture.patiently()
        .until(() -> store.find(id), job -> job.filter(now -> now.state().isFinished()).isPresent())
        .orElseThrow();
  }
}
