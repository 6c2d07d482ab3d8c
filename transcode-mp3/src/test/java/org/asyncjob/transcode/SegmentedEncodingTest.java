package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asyncjob.JobFailedException;
import org.asyncjob.transcode.lame.LameLibrary;
import org.asyncjob.transcode.parallel.CoreBudget;
import org.asyncjob.verification.tools.SystemLibrary;
import org.asyncjob.verification.tools.SystemTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files long enough to be encoded in segments, with the library and with processes of ffmpeg. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SegmentedEncodingTest {

  @TempDir static Path directory;

  private static Path song;

  private final Path output = directory.resolve("result.mp3");

  @BeforeAll
  static void makeASong() throws Exception {
    SystemLibrary.LAME.require();
    Path sound =
        new TestMedia(directory)
            .make("sound.m4a", List.of(TestMedia.sound(64, 22_050)), "-c:a aac -b:a 96k");
    song =
        new TestMedia(directory)
            .ffmpeg(
                "song.m4a",
                List.of("-i", "file:" + sound, "-c", "copy", "-metadata", "title=Lied ♫"));
  }

  @AfterEach
  void noProcessAndNoEncoderIsLeftOver() {
    assertThat(ProcessHandle.current().descendants()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("asyncjob-mp3-"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongFileKeepsItsLengthAndTagsAndNoJudgeComplains(boolean library) throws Exception {
    TranscodeReport report = convert(library, 2, Mp3Options.defaults());

    assertThat(Mp3Checks.seconds(report)).isCloseTo(64, within(0.06));
    assertThat(TestMedia.probe(output, "format_tags=title")).isEqualTo("Lied ♫");
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
    assertThat(
            TestMedia.output(
                new ProcessBuilder(SystemTool.MPG123.path().toString(), "-t", output.toString())))
        .doesNotContainIgnoringCase("error")
        .doesNotContainIgnoringCase("warning");
  }

  @Test
  void theBytesDependNeitherOnCoresNorOnWhoEncodesBesides() throws Exception {
    convert(true, 1, Mp3Options.defaults());
    Path alone = Files.move(output, directory.resolve("alone.mp3"));
    CoreBudget shared = new CoreBudget(2);
    Path second = directory.resolve("second.mp3");
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              try {
                transcoder(true, shared, TranscodeLimits.defaults())
                    .transcode(song, second, Mp3Options.defaults(), TranscodeListener.NONE);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    transcoder(true, shared, TranscodeLimits.defaults())
        .transcode(song, output, Mp3Options.defaults(), TranscodeListener.NONE);
    other.get(200, TimeUnit.SECONDS);

    assertThat(output).hasSameBinaryContentAs(alone);
    assertThat(second).hasSameBinaryContentAs(alone);
  }

  @Test
  void progressRisesWhileSegmentsAreEncodedNotOnlyWhenTheyAreJoined() throws Exception {
    List<Integer> percentages = Collections.synchronizedList(new ArrayList<>());

    transcoder(false, new CoreBudget(2), TranscodeLimits.defaults())
        .transcode(
            song, output, Mp3Options.defaults(), (percent, phase) -> percentages.add(percent));

    assertThat(percentages).isSorted().startsWith(0).endsWith(100).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource({
    "surround.mov, -c:a pcm_s16le -ac 6, false",
    "surround.m4a, -c:a aac -ac 6, false",
    "flac.mp4, -c:a flac -strict -2 -ac 6, false",
    "stereo.mov, -c:a pcm_s24le, true",
    "stereo.m4a, -c:a alac, false",
  })
  void theSoundIsAsLoudAsThatOfFfmpegsOwnEncoder(String name, String encoding, boolean mono)
      throws Exception {
    Path input = new TestMedia(directory).audio(name, 3, 44_100, encoding);
    Mp3Options options = Mp3Options.builder().mono(mono).build();

    transcoder(false, new CoreBudget(1), TranscodeLimits.defaults())
        .transcode(input, output, options, TranscodeListener.NONE);
    double expected = meanVolume();
    transcoder(true, new CoreBudget(1), TranscodeLimits.defaults())
        .transcode(input, output, options, TranscodeListener.NONE);

    assertThat(meanVolume()).isCloseTo(expected, within(0.1));
  }

  @Test
  void aConstantBitRateStaysConstantAcrossSegments() throws Exception {
    TranscodeReport report = convert(true, 2, Mp3Options.builder().bitrate(64).mono(true).build());

    List<String> sizes =
        TestMedia.probe(output, "packet=size")
            .lines()
            .map(line -> line.replace(",", ""))
            .filter(line -> !line.isBlank())
            .distinct()
            .toList();
    assertThat(sizes).isSubsetOf("208", "209");
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPartOfALongFileIsExactInSegmentsToo(boolean library) throws Exception {
    Mp3Options options = Mp3Options.builder().from("1.5").to("1:03.25").loudness(-20).build();

    TranscodeReport report = convert(library, 2, options);

    assertThat(TestMedia.decodedSamples(output)).isEqualTo(Math.round(61.75 * 22_050));
    assertThat(TestMedia.probe(output, "format_tags=title")).isEqualTo("Lied ♫");
    Mp3Checks.assertSampleExact(output, report);
    Mp3Checks.assertValid(output);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLimitEndsItAndLeavesNoFile(boolean library) {
    TranscodeLimits limits = TranscodeLimits.builder().largestOutput(200_000).build();

    assertThatThrownBy(
            () ->
                transcoder(library, new CoreBudget(2), limits)
                    .transcode(song, output, Mp3Options.defaults(), TranscodeListener.NONE))
        .isInstanceOfSatisfying(
            JobFailedException.class,
            e -> assertThat(e.failure().type()).isEqualTo("result-too-large"));

    assertThat(output).doesNotExist();
  }

  @Test
  void aDeadlineEndsItAndLeavesNoFile() {
    Duration limit = Duration.ofMillis(700);
    TranscodeLimits limits = TranscodeLimits.builder().longestRun(limit).build();
    long end = System.nanoTime() + 2 * limit.toNanos();

    assertThatThrownBy(
            () ->
                transcoder(false, new CoreBudget(2), limits)
                    .transcode(
                        song,
                        output,
                        Mp3Options.defaults(),
                        // However fast the machine is, it is not done before the time is over.
                        (percent, phase) -> await().until(() -> System.nanoTime() > end)))
        .isInstanceOfSatisfying(
            JobFailedException.class, e -> assertThat(e.failure().type()).isEqualTo("time-limit"));

    assertThat(output).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsAllOfIt(boolean library) {
    Thread converter = Thread.currentThread();

    assertThatThrownBy(
            () ->
                transcoder(library, new CoreBudget(2), TranscodeLimits.defaults())
                    .transcode(
                        song,
                        output,
                        Mp3Options.defaults(),
                        (percent, phase) -> {
                          if (percent > 1) {
                            converter.interrupt();
                          }
                        }))
        .isInstanceOf(InterruptedException.class);

    assertThat(output).doesNotExist();
  }

  @Test
  void anEncoderThatDiesEndsTheConversion() {
    assertThatThrownBy(
            () ->
                transcoder(false, new CoreBudget(2), TranscodeLimits.defaults())
                    .transcode(
                        song,
                        output,
                        Mp3Options.defaults(),
                        (percent, phase) -> {
                          if (percent > 1) {
                            ProcessHandle.current()
                                .children()
                                .forEach(ProcessHandle::destroyForcibly);
                          }
                        }))
        .isInstanceOfAny(IOException.class, JobFailedException.class);

    assertThat(output).doesNotExist();
  }

  @Test
  void theChoiceSaysWhatEncodes() {
    assertThat(transcoder(true, new CoreBudget(1), TranscodeLimits.defaults()).encoder())
        .contains("libmp3lame 3.100");
    assertThat(transcoder(false, new CoreBudget(1), TranscodeLimits.defaults()).encoder())
        .contains("apt-get install libmp3lame0");
  }

  private TranscodeReport convert(boolean library, int cores, Mp3Options options) throws Exception {
    return transcoder(library, new CoreBudget(cores), TranscodeLimits.defaults())
        .transcode(song, output, options, TranscodeListener.NONE);
  }

  /** In decibels. */
  private double meanVolume() throws Exception {
    String command = "-nostdin -i file:%s -map 0:a -af volumedetect -f null -";
    String said =
        TestMedia.output(
            TestMedia.TOOLS.ffmpegProcess(List.of(command.formatted(output).split(" "))));
    Matcher volume = Pattern.compile("mean_volume: (-?[0-9.]+) dB").matcher(said);
    assertThat(volume.find()).as(said).isTrue();
    return Double.parseDouble(volume.group(1));
  }

  private static Mp3Transcoder transcoder(
      boolean library, CoreBudget cores, TranscodeLimits limits) {
    Optional<LameLibrary> lame = library ? LameLibrary.find() : Optional.empty();
    return new Mp3Transcoder(TestMedia.TOOLS, limits, lame, cores);
  }
}
