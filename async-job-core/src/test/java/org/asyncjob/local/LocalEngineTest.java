package org.asyncjob.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.engine.JobEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The system's temporary directory is one of each test's own here. */
@Timeout(60)
class LocalEngineTest {

  private static final String TEMPORARY = "java.io.tmpdir";

  @TempDir private Path temporary;

  private String systems = "";

  @BeforeEach
  void replaceTheTemporaryDirectory() {
    systems = System.setProperty(TEMPORARY, temporary.toString());
  }

  @AfterEach
  void restoreTheTemporaryDirectory() {
    System.setProperty(TEMPORARY, systems);
  }

  @Test
  void itWorksWithoutAnyPartOfOnesOwnAndLeavesNothingWhenItIsClosed() throws Exception {
    try (JobEngine engine =
        LocalEngine.of(
            "copy",
            Map.class,
            (options, job) ->
                job.keep(
                    Files.writeString(job.workDirectory().resolve("copy"), options.toString()),
                    "copy.txt",
                    "text/plain"))) {
      engine.start();
      Job submitted = engine.submit(JobRequest.builder("copy").options(Map.of("a", 1)).build());
      Job finished = engine.whenFinished(submitted, Duration.ofSeconds(30)).get();

      assertThat(finished.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(finished.result())
          .get()
          .isInstanceOfSatisfying(
              JobResult.Bytes.class,
              bytes -> assertThat(content(engine, bytes)).isEqualTo("{a=1}"));
      assertThat(entries()).isNotEmpty();
    }

    assertThat(entries()).isEmpty();
  }

  @Test
  void nobodyElseCanReadItsFiles() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void enginesOfOneProcessDoNotDisturbEachOther() throws Exception {
    try (TemporaryDirectory one = TemporaryDirectory.create();
        TemporaryDirectory other = TemporaryDirectory.create()) {
      assertThat(one.path()).isDirectory().isNotEqualTo(other.path());
      assertThat(other.path()).isDirectory();
    }
  }

  @Test
  void whatADeadProcessHasLeftIsDeletedAndWhatALivingOneHasIsNot() throws Exception {
    Process living = otherProcess();
    Process dying = otherProcess();
    try {
      Path used = directoryOf(living);
      Path left = directoryOf(dying);
      Files.writeString(left.resolve("blob"), "bytes");
      dying.destroyForcibly().waitFor();

      try (TemporaryDirectory ours = TemporaryDirectory.create()) {
        assertThat(left).doesNotExist();
        assertThat(used).isDirectory();
        assertThat(entries())
            .as("two directories, each with its lock")
            .hasSize(4)
            .contains(ours.path(), used);
      }
    } finally {
      living.destroyForcibly();
      dying.destroyForcibly();
    }
  }

  @Test
  void whereNothingCanBeWrittenTheReasonSaysWhatToDo() {
    System.setProperty(TEMPORARY, temporary.resolve("nowhere").toString());

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(LocalEngine::builder)
        .withMessageContaining("nowhere")
        .withMessageContaining("-Djava.io.tmpdir");
  }

  private static String content(JobEngine engine, JobResult.Bytes bytes) {
    try {
      return new String(engine.open(bytes.blob(), 0).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(temporary)) {
      return entries.filter(entry -> entry.getFileName().toString().contains("asyncjob")).toList();
    }
  }

  private Process otherProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-D" + TEMPORARY + "=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path directoryOf(Process process) throws Exception {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(process.waitFor(0, TimeUnit.SECONDS)).isFalse();
    return Path.of(out.readLine());
  }
}
