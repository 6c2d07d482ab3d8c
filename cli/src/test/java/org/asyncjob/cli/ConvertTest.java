package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Converting on this machine, as a user does. */
class ConvertTest {

  @TempDir private static Path media;
  @TempDir private Path directory;

  private Path clip;

  @BeforeAll
  static void makeMedia() throws IOException, InterruptedException {
    Media.clip(media.resolve("clip.mp4"), 3);
    Media.silent(media.resolve("silent.mp4"));
  }

  @BeforeEach
  void copyClip() throws IOException {
    clip = copy("clip.mp4", "clip.mp4");
  }

  private Path copy(String original, String name) throws IOException {
    Path copy = directory.resolve(name);
    Files.createDirectories(copy.getParent());
    return Files.copy(media.resolve(original), copy);
  }

  private Path at(String name) {
    return directory.resolve(name);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void theMp3AppearsBesideTheMp4AndHasItsLength() throws Exception {
    CommandRun run = CommandRun.of("convert", clip);

    assertThat(run.err()).contains("clip.mp4: transcoding");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(at("clip.mp3") + System.lineSeparator());
    assertThat(names()).containsExactly("clip.mp3", "clip.mp4");
    assertThat(Media.probe(at("clip.mp3"), "stream=codec_name")).isEqualTo("mp3");
    assertThat(Media.seconds(at("clip.mp3"))).isEqualTo(3, within(0.1));
  }

  @Test
  void everybodyMayReadItWhoMayReadWhatTheUserMakes() throws Exception {
    Path ordinary = Files.createFile(at("ordinary"));

    CommandRun.of("convert", clip);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at("clip.mp3"))))
        .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(ordinary)));
  }

  @Test
  void optionsAreObeyed() throws Exception {
    CommandRun run =
        CommandRun.of(
            "convert", "--bitrate", 64, "--mono", "--sample-rate", 22050, "-o", at("x.mp3"), clip);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Media.probe(at("x.mp3"), "stream=codec_name,sample_rate,channels,bit_rate"))
        .isEqualTo("mp3,22050,1,64000");
  }

  @Test
  void aPartIsTakenOfTheTrackThatIsNamed() throws Exception {
    CommandRun run =
        CommandRun.of(
            "convert",
            "--track",
            1,
            "--from",
            "0.5",
            "--to",
            "0:02",
            "--loudness",
            -16,
            "-o",
            at("part.mp3"),
            clip);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Media.seconds(at("part.mp3"))).isEqualTo(1.5, within(0.05));
    assertThat(run.err()).contains("clip.mp4: measuring");
  }

  @Test
  void aTrackThatIsNotThereIsAnsweredWithThoseThatAre() throws Exception {
    CommandRun run = CommandRun.of("convert", "--track", "deu", clip);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no audio track \"deu\" (option \"track\"). It has 1 (");
    assertThat(names()).containsExactly("clip.mp4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          --quality 10                  | Option "quality" is 10. Allowed are 0 (best, largest) to 9.
          --bitrate 17                  | Option "bitrate" is 17. Allowed are 8, 16, 24,
          --sample-rate 96000           | Option "sample_rate" is 96000. Allowed are 8000,
          --quality 2 --bitrate 128     | mutually exclusive
          --from noon                   | Option "from" is "noon". Allowed are seconds, e.g. 90 or 90.5,
          --from 3 --to 2               | Option "to" is 2 seconds. It has to be more than "from", which is 3.
          --track left                  | Option "track" is "left". Allowed are the number of an audio track,
          --loudness 0                  | Option "loudness" is 0.0. Allowed are -70 to -5 LUFS.
          --quality best                | 'best' is not an int
          --loud                        | Unknown option: '--loud'
          """)
  void aWrongOptionIsRefusedWithTheRule(String options, String sentence) throws Exception {
    Object[] arguments =
        Stream.concat(Stream.of("convert", clip), Stream.of(options.split(" "))).toArray();

    CommandRun run = CommandRun.of(arguments);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(names()).containsExactly("clip.mp4");
  }

  @Test
  void nothingIsOverwrittenUnlessAsked() throws Exception {
    Files.writeString(at("clip.mp3"), "precious");

    CommandRun refused = CommandRun.of("convert", clip);

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err())
        .isEqualToIgnoringNewLines(
            "mp4tomp3: clip.mp4: "
                + at("clip.mp3")
                + " exists already; use --force to replace it.");
    assertThat(at("clip.mp3")).hasContent("precious");

    assertThat(CommandRun.of("convert", "--force", clip).exitCode()).isZero();
    assertThat(Media.seconds(at("clip.mp3"))).isEqualTo(3, within(0.1));
  }

  @Test
  void whatWasThereSurvivesAForcedConversionThatFails() throws Exception {
    Path silent = copy("silent.mp4", "silent.mp4");
    Files.writeString(at("silent.mp3"), "precious");

    CommandRun run = CommandRun.of("convert", "--force", silent);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("mp4tomp3: silent.mp4: The file has no audio track.");
    assertThat(at("silent.mp3")).hasContent("precious");
    assertThat(names()).containsExactly("clip.mp4", "silent.mp3", "silent.mp4");
  }

  @Test
  void theOthersAreConvertedWhenOneFails() throws Exception {
    Path silent = copy("silent.mp4", "silent.mp4");
    Path text = Files.writeString(at("text.mp4"), "no film");
    Path second = copy("clip.mp4", "second.mp4");

    CommandRun run =
        CommandRun.of("convert", "-q", silent, text, at("missing.mp4"), directory, clip, second);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualToIgnoringNewLines(at("clip.mp3") + "" + at("second.mp3"));
    assertThat(run.err())
        .contains("silent.mp4: The file has no audio track.")
        .contains("text.mp4: The file is not an MP4")
        .contains("Cannot read " + at("missing.mp4") + ": there is no such file.")
        .contains("Cannot read " + directory + ": it is a directory; name the files in it.");
    assertThat(names())
        .containsExactly(
            "clip.mp3", "clip.mp4", "second.mp3", "second.mp4", "silent.mp4", "text.mp4");
  }

  @Test
  void theExitCodeIsThatOfTheFirstFailure() throws Exception {
    Files.writeString(at("clip.mp3"), "precious");
    Path silent = copy("silent.mp4", "silent.mp4");

    assertThat(CommandRun.of("convert", clip, silent).exitCode()).isEqualTo(4);
  }

  @Test
  void twoInputsThatWouldBecomeOneFileAreRefusedBeforeAnyWork() throws Exception {
    Path other = copy("clip.mp4", "other/clip.m4a");
    Path target = Files.createDirectory(at("target"));

    CommandRun run = CommandRun.of("convert", "--output-dir", target, clip, other);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(clip + " and " + other + " would both become " + target.resolve("clip.mp3"));
    assertThat(names()).containsExactly("clip.mp4", "other/clip.m4a");
  }

  @Test
  void anInputIsNeverReplacedByItsResult() throws Exception {
    Path misnamed = copy("clip.mp4", "misnamed.mp3");

    CommandRun run = CommandRun.of("convert", "--force", misnamed);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("would replace the input " + misnamed);
    assertThat(misnamed).hasSameBinaryContentAs(clip);
  }

  @Test
  void anOutputIsForOneInput() {
    CommandRun run = CommandRun.of("convert", "-o", at("x.mp3"), clip, clip);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--output names one file, but there are 2");
  }

  @Test
  void aDirectoryThatIsMissingOrIsTheOutputIsSaidBeforeAnyWork() throws Exception {
    CommandRun missing = CommandRun.of("convert", "--output-dir", at("missing"), clip);
    CommandRun isDirectory = CommandRun.of("convert", "--force", "-o", directory, clip);

    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.err())
        .contains("there is no directory " + at("missing") + "; create it first.");
    assertThat(isDirectory.exitCode()).isEqualTo(4);
    assertThat(isDirectory.err()).contains("it is a directory; use --output-dir");
    assertThat(names()).containsExactly("clip.mp4");
  }

  /** Not even root can create a file there. */
  @Test
  void aDirectoryThatCannotBeWrittenIsSaidBeforeAnyWork() {
    CommandRun run = CommandRun.of("convert", "-o", "/proc/clip.mp3", clip);

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("Cannot write /proc/clip.mp3: ").doesNotContain("transcoding");
  }

  @Test
  void aDeviceIsNotReplaced() {
    CommandRun run = CommandRun.of("convert", "--force", "-o", "/dev/null", clip);

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("it is not an ordinary file");
  }

  @Test
  void programsGetOneObjectPerFileAndNothingElse() throws Exception {
    Path silent = copy("silent.mp4", "silent.mp4");

    CommandRun run = CommandRun.of("convert", "--json", silent, clip);

    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode failed = JsonMapper.builder().build().readTree(lines.get(0));
    assertThat(failed.path("input").asText()).isEqualTo(silent.toString());
    assertThat(failed.path("status").asText()).isEqualTo("Failed");
    assertThat(failed.path("error").asText()).isEqualTo("The file has no audio track.");
    assertThat(failed.path("problem").asText())
        .isEqualTo("urn:problem-type:asyncjob:no-audio-track");
    assertThat(failed.path("exit_code").asInt()).isEqualTo(1);
    JsonNode done = JsonMapper.builder().build().readTree(lines.get(1));
    assertThat(done.path("status").asText()).isEqualTo("Succeeded");
    assertThat(done.path("output").asText()).isEqualTo(at("clip.mp3").toString());
    assertThat(done.path("bytes").asLong()).isEqualTo(Files.size(at("clip.mp3")));
    assertThat(done.path("duration_seconds").asDouble()).isEqualTo(3, within(0.1));
    assertThat(run.err()).doesNotContain("transcoding");
  }

  @Test
  void verboseSaysWhichFfmpegIsUsedAndWhy() {
    CommandRun run = CommandRun.of("convert", "-v", clip);

    assertThat(run.err()).containsPattern("ffmpeg: the \\w+ ffmpeg is used: \"/");
  }

  @Test
  void anFfmpegThatDoesNotWorkIsNotReplacedByAnother() throws Exception {
    CommandRun run = CommandRun.of("convert", "--ffmpeg", at("ffmpeg"), clip);

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.err()).contains("the configured ffmpeg \"" + at("ffmpeg") + "\"");
    assertThat(names()).containsExactly("clip.mp4");
  }
}
