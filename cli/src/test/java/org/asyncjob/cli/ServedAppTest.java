package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.asyncjob.app.Mp4ToMp3Server;
import org.asyncjob.app.ServeOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against the application itself. */
@Timeout(120)
class ServedAppTest {

  @TempDir private static Path shared;
  @TempDir private Path directory;

  private static Mp4ToMp3Server server;
  private static Path clip;

  @BeforeAll
  static void serve() throws Exception {
    clip = Media.clip(shared.resolve("clip.mp4"), 3);
    server =
        Mp4ToMp3Server.start(
            ServeOptions.parse(
                "--port", "0", "--data-dir", shared.resolve("data").toString(), "--workers", "1"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String submitted(Path file) {
    CommandRun run = CommandRun.of("submit", "--server", server.uri(), file);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(server.uri() + "mp4tomp3/").hasLineCount(1);
    return run.out().strip();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aJobIsSubmittedAwaitedFetchedAndDiscarded() throws Exception {
    String job = submitted(clip);

    CommandRun waited = CommandRun.of("wait", job);
    assertThat(waited.exitCode()).as(waited.err()).isZero();
    assertThat(waited.out().strip()).isEqualTo(job + "/result");

    CommandRun status = CommandRun.of("status", job);
    assertThat(status.out().strip()).isEqualTo("Succeeded: " + job + "/result");

    CommandRun fetched = CommandRun.of("download", "--output-dir", directory, job);
    assertThat(fetched.exitCode()).as(fetched.err()).isZero();
    assertThat(fetched.out().strip()).isEqualTo(directory.resolve("clip.mp3").toString());
    assertThat(Media.seconds(directory.resolve("clip.mp3"))).isEqualTo(3, within(0.1));
    assertThat(names()).containsExactly("clip.mp3");

    CommandRun again = CommandRun.of("download", "--output-dir", directory, job);
    assertThat(again.exitCode()).isEqualTo(4);
    assertThat(again.err()).contains("exists already; use --force");

    CommandRun tooLate = CommandRun.of("cancel", job);
    assertThat(tooLate.exitCode()).isEqualTo(6);
    assertThat(tooLate.err()).contains("finished already (Succeeded); use --discard");

    assertThat(CommandRun.of("cancel", "--discard", job).exitCode()).isZero();
    assertThat(CommandRun.of("status", job).exitCode()).isEqualTo(3);
  }

  @Test
  void aRunningJobIsNamedByItsIdAndCancelled() throws Exception {
    String job = submitted(Media.endless(directory.resolve("long.mov")));
    String id = job.substring(job.lastIndexOf('/') + 1);

    CommandRun early = CommandRun.of("download", "-o", directory.resolve("x.mp3"), job);
    assertThat(early.exitCode()).isEqualTo(6);
    assertThat(early.err()).contains("wait for it with: mp4tomp3 wait " + job);

    CommandRun cancelled = CommandRun.of("cancel", "--server", server.uri(), id);
    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
    assertThat(cancelled.out()).contains("The job is being cancelled.");

    CommandRun waited = CommandRun.of("wait", "--server", server.uri(), id);
    assertThat(waited.exitCode()).isEqualTo(5);
    assertThat(waited.err()).contains("The job was cancelled on the server.");
    assertThat(CommandRun.of("status", job).out().strip()).isEqualTo("Canceled");
    assertThat(names()).containsExactly("long.mov");
  }

  @Test
  void filesAreConvertedThroughTheServerAsTheyAreHere() throws Exception {
    Path good = Files.copy(clip, directory.resolve("Grüße.mp4"));
    Path silent = Media.silent(directory.resolve("silent.mp4"));
    Path tooLarge = directory.resolve("large.mp4");
    try (RandomAccessFile file = new RandomAccessFile(tooLarge.toFile(), "rw")) {
      file.setLength(26_214_401);
    }

    CommandRun run =
        CommandRun.of(
            "--server", server.uri(), "convert", "--bitrate", 64, "--mono", silent, tooLarge, good);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("mp4tomp3: silent.mp4: The file has no audio track.")
        .contains("mp4tomp3: large.mp4: The input is larger than the limit of 26214400 bytes.");
    assertThat(run.out().strip()).isEqualTo(directory.resolve("Grüße.mp3").toString());
    assertThat(Media.probe(directory.resolve("Grüße.mp3"), "stream=codec_name,channels,bit_rate"))
        .isEqualTo("mp3,1,64000");
    assertThat(names()).containsExactly("Grüße.mp3", "Grüße.mp4", "large.mp4", "silent.mp4");
  }

  @Test
  void whatIsWrongWithAFileIsSaidAlikeHereAndThere() throws Exception {
    byte[] whole = Files.readAllBytes(Media.startable(directory.resolve("whole.mp4"), 3));
    Path cut = Files.write(directory.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length / 2));
    Path text = Files.writeString(directory.resolve("text.mp4"), "Dear diary, today");
    String here = directory.resolve("here").toString();
    String there = directory.resolve("there").toString();
    Files.createDirectory(Path.of(here));
    Files.createDirectory(Path.of(there));

    CommandRun local = CommandRun.of("convert", "--json", "--output-dir", here, cut, text);
    CommandRun remote =
        CommandRun.of(
            "convert", "--json", "--server", server.uri(), "--output-dir", there, cut, text);

    assertThat(local.err().lines())
        .anyMatch(
            line -> line.startsWith("mp4tomp3: cut.mp4: The file is cut off: only the first "))
        .anyMatch(line -> line.startsWith("mp4tomp3: text.mp4: The file is not an MP4"));
    assertThat(remote.err()).isEqualTo(local.err());
    assertThat(remote.exitCode()).isEqualTo(local.exitCode()).isEqualTo(1);
    assertThat(said(remote)).isEqualTo(said(local)).hasSize(2);
    assertThat(directory.resolve("here/cut.mp3"))
        .hasSameBinaryContentAs(directory.resolve("there/cut.mp3"));

    CommandRun status = CommandRun.of("status", submittedAndAwaited(cut));
    assertThat(status.out().lines()).hasSize(2).last().asString().startsWith("The file is cut off");
  }

  private static String submittedAndAwaited(Path file) {
    String job = submitted(file);
    CommandRun.of("wait", "-q", job);
    return job;
  }

  /** What programs are told of each file, except where it is. */
  private static List<String> said(CommandRun run) {
    return run.out()
        .lines()
        .map(line -> line.replaceAll(".*(\"(warnings|error)\":)", "$1"))
        .toList();
  }

  @Test
  void programsReadTheWordsOfTheServer() {
    String job = submitted(clip);
    CommandRun.of("wait", "-q", job);

    CommandRun run = CommandRun.of("--json", "status", job);

    assertThat(run.out().strip())
        .isEqualTo(
            "{\"url\":\"%s\",\"id\":\"%s\",\"status\":\"Succeeded\",\"result\":\"%s/result\"}",
            job, job.substring(job.lastIndexOf('/') + 1), job);
  }
}
