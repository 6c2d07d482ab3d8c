package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp3JobHandlerTest {

  @TempDir Path directory;

  private final Mp3JobHandler handler =
      new Mp3JobHandler(new Mp3Transcoder(TestMedia.TOOLS, TranscodeLimits.defaults()));
  private TestMedia media;
  private JobEngine engine;

  @BeforeEach
  void startTheEngine() throws Exception {
    media = new TestMedia(directory);
    engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(new ThreadPoolJobExecutor())
            .workDirectory(directory.resolve("work"))
            .handler(Mp3JobHandler.KIND, Mp3Options.class, handler)
            .build();
    engine.start();
  }

  @AfterEach
  void stopTheEngine() {
    engine.close(Duration.ZERO);
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void anUploadedMp4BecomesAnMp3UnderItsOwnName() throws Exception {
    Path clip = media.clip("Ferien am Meer ☀.mp4", 3);

    Job job = finished(submit(clip, Map.of("bitrate", "192")));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    Blob result = ((JobResult.Bytes) job.result().orElseThrow()).blob();
    assertThat(result.filename()).isEqualTo("Ferien am Meer ☀.mp3");
    assertThat(result.mediaType()).isEqualTo("audio/mpeg");
    Path copy = directory.resolve("copy.mp3");
    try (InputStream bytes = engine.open(result, 0)) {
      Files.copy(bytes, copy);
    }
    assertThat(TestMedia.probe(copy, "stream=codec_name,bit_rate")).isEqualTo("mp3,192000");
    assertThat(job.progress().percent()).isEqualTo(100);
  }

  @Test
  void aFileWithoutSoundFailsInWordsForItsOwner() throws Exception {
    Path silent = media.make("silent.mp4", List.of(TestMedia.picture(1)), "-c:v mpeg4");

    Job job = finished(submit(silent, Map.of()));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.failure())
        .contains(new JobFailure("no-audio-track", "No audio", "The file has no audio track."));
  }

  @Test
  void aFileThatIsCutOffBecomesAnMp3ThatSaysSo() throws Exception {
    Path clip = media.clip("clip.mp4", 3);
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, bytes.length / 2));

    Job job = finished(submit(clip, Map.of()));

    JobResult.Bytes result = (JobResult.Bytes) job.result().orElseThrow();
    assertThat(result.blob().size()).isPositive();
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .matches(
            "The file is cut off: only the first 1\\.\\d of 3\\.0 seconds could be converted\\.");
  }

  @Test
  void cancellingTheJobEndsTheConverter() throws Exception {
    Path hours = media.make("hours.m4a", List.of(TestMedia.silence(3.9 * 3600)), "-c:a alac");
    Job job = submit(hours, Map.of());
    await().atMost(1, TimeUnit.MINUTES).until(() -> latest(job).progress().percent() > 1);

    engine.cancel(job.id());

    assertThat(finished(job).state()).isEqualTo(JobState.CANCELED);
    assertThat(ProcessHandle.current().descendants()).isEmpty();
    assertThat(directory.resolve("work")).isEmptyDirectory();
  }

  @Test
  void aRequestThatCannotWorkIsRefusedAtOnce() throws Exception {
    Path clip = media.clip("clip.mp4", 1);
    Path empty = Files.createFile(directory.resolve("empty.mp4"));

    assertThatThrownBy(() -> submit(clip, Map.of("quality", "11")))
        .isInstanceOf(UnacceptableRequestException.class)
        .hasMessage("Option \"quality\" is 11. Allowed are 0 (best, largest) to 9.");
    assertThatThrownBy(() -> submit(clip, Map.of("speed", "2")))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining(
            "average_bitrate, bitrate, from, loudness, mono, quality, sample_rate, source, to, track");
    assertThatThrownBy(() -> submit(empty, Map.of()))
        .isInstanceOf(UnacceptableRequestException.class)
        .hasMessage("The file to convert is empty.");
    assertThatThrownBy(() -> engine.submit(JobRequest.builder(Mp3JobHandler.KIND).build()))
        .isInstanceOf(UnacceptableRequestException.class)
        .hasMessage("A conversion to MP3 needs a file to convert. None was sent.");
  }

  @Test
  void theEstimateGrowsWithTheFile() {
    Mp3Options options = Mp3Options.defaults();
    Duration small = handler.estimate(options, ofSize(1 << 20)).orElseThrow();
    Duration large = handler.estimate(options, ofSize(100 << 20)).orElseThrow();

    assertThat(small).isPositive().isLessThan(large);
  }

  private static JobRequest ofSize(long size) {
    Blob input = new Blob("key", size, "0".repeat(64), "clip.mp4", "video/mp4");
    return JobRequest.builder(Mp3JobHandler.KIND).input(input).build();
  }

  private Job submit(Path file, Map<String, String> options) throws IOException {
    try (BlobWriter writer = engine.createInput(file.getFileName().toString(), "video/mp4")) {
      Files.copy(file, writer);
      return engine.submit(
          JobRequest.builder(Mp3JobHandler.KIND).options(options).input(writer.commit()).build());
    }
  }

  private Job finished(Job job) {
    return await()
        .atMost(1, TimeUnit.MINUTES)
        .until(() -> latest(job), latest -> latest.state().isFinished());
  }

  private Job latest(Job job) {
    return engine.find(job.id()).orElseThrow();
  }
}
