package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.asyncjob.JobFailedException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.mpeg.MalformedMp3Exception;
import org.asyncjob.transcode.parallel.NoSeamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Runs ffmpeg over one audio stream and judges by the result, not by the exit code alone. */
final class Conversion {

  private static final Logger LOG = LoggerFactory.getLogger(Conversion.class);

  private static final Duration SMALLEST_TOLERANCE = Duration.ofMillis(500);
  private static final int TOLERANCE_DIVISOR = 100;
  // Less than that of a file is nothing to have.
  private static final Duration SHORTEST_PART = Duration.ofMillis(100);
  // Exit codes of processes that a signal has ended, as a JDK and as shells give them.
  private static final Set<Integer> CRASHES = Set.of(132, 134, 135, 136, 137, 139, 152, 153);

  private final FfmpegTools tools;
  private final TranscodeLimits limits;
  private final Inspected file;
  private final ProbedAudio audio;
  private final EncoderSettings settings;
  private final Optional<Duration> expected;
  private final FfmpegLog log = new FfmpegLog();

  Conversion(FfmpegTools tools, TranscodeLimits limits, Inspected file, EncoderSettings settings) {
    this.tools = tools;
    this.limits = limits;
    this.file = file;
    this.audio = file.audio();
    this.settings = settings;
    this.expected = audio.duration().map(settings::expected);
  }

  /**
   * What is read, what is written, and until when.
   *
   * @param directory in which processes run
   * @param lastTry whether no other one can read more of it
   */
  record Task(
      Path input,
      Path output,
      Path directory,
      Deadline deadline,
      ProgressReport progress,
      boolean lastTry) {

    Task again() {
      return new Task(input, output, directory, deadline, progress, true);
    }
  }

  /** What came out, and what is wrong with it. */
  private record Judgement(long samples, List<String> warnings) {}

  /**
   * Converts.
   *
   * @throws JobFailedException if nothing came out that is of use; the file may be there all the
   *     same
   * @throws NotCopyableException if its frames cannot stay; nothing is known of the file then
   * @throws DamagedAudioException if another try, with tools that bear more, may read more
   * @throws NoSeamException if it cannot be encoded this way; nothing is known of the file then
   * @throws TimeoutException if it is not done by the deadline
   */
  TranscodeReport run(Encoding encoding, Task task)
      throws IOException, InterruptedException, TimeoutException {
    Encoding.Source source = source(task);
    try (Mp3Writer writer =
        new Mp3Writer(task.output(), settings.options(), limits.largestOutput())) {
      Encoding.Encoded encoded =
          encoding.encode(source, writer, task.deadline(), done -> written(done, task.progress()));
      task.progress().finishing();
      Judgement judgement = judge(encoded, writer, task.lastTry());
      writer.finish(new LameTag.Sound(encoded.delay(), judgement.samples()));
      return new TranscodeReport(
          settings.duration(judgement.samples()),
          writer.frames(),
          writer.size(),
          settings.options(),
          audio.extras().tags(),
          judgement.warnings());
    } catch (OutputTooLargeException e) {
      throw Failures.tooLarge(limits.largestOutput());
    } catch (MalformedMp3Exception e) {
      LOG.warn("ffmpeg {} wrote no MP3; it said:\n{}", tools.version(), log, e);
      throw Failures.conversionFailed(e);
    } catch (IOException e) {
      if (isFullDisk(e)) {
        throw Failures.noSpace(e);
      }
      throw e;
    }
  }

  /**
   * Measures how loud it would be.
   *
   * @throws TimeoutException if that is not done by the deadline
   */
  Loudness measure(LoudnessMeter meter, Task task)
      throws IOException, InterruptedException, TimeoutException {
    return meter.measure(source(task), task.deadline(), done -> written(done, task.progress()));
  }

  private Encoding.Source source(Task task) {
    return new Encoding.Source(task.input(), audio, settings, task.directory(), log);
  }

  private void written(Duration done, ProgressReport progress) {
    // The encoder adds up to two frames at either end.
    if (done.minusMillis(500).compareTo(limits.longestAudio()) > 0) {
      throw Failures.tooLong(limits.longestAudio());
    }
    progress.written(done, expected);
  }

  /** Returns what this is worth, or throws why it is worth nothing. */
  private Judgement judge(Encoding.Encoded encoded, Mp3Writer writer, boolean lastTry)
      throws DamagedAudioException {
    long samples = encoded.samples().orElseGet(() -> samples(expectedOr(writer)));
    Duration playingTime = settings.duration(samples);
    Optional<JobFailedException> certain = certainFailure(encoded.exitCode());
    LOG.atLevel(certain.filter(Conversion::isUnexplained).isPresent() ? Level.WARN : Level.DEBUG)
        .log(
            "ffmpeg {} ended with {} after {} of {}; it said:\n{}",
            tools.version(),
            encoded.exitCode(),
            playingTime,
            expected,
            log);
    if (certain.isPresent()) {
      throw certain.get();
    }
    if (encoded.exitCode() != 0 && !lastTry) {
      throw new DamagedAudioException("ffmpeg ended with " + encoded.exitCode());
    }
    List<String> warnings = warnings(playingTime);
    boolean lessThanAll = !warnings.isEmpty() && playingTime.compareTo(SHORTEST_PART) < 0;
    if (writer.frames() == 0 || samples == 0 || lessThanAll) {
      throw nothing();
    }
    return new Judgement(samples, warnings);
  }

  private JobFailedException nothing() {
    if (log.cutOff() || file.cutOff()) {
      return Failures.cutOffBeforeAudio();
    }
    Optional<Duration> from = settings.options().from();
    return from.filter(start -> expected.isEmpty())
        .map(Failures::nothingFrom)
        .orElseGet(Failures::unreadable);
  }

  /** Why another try would not help. */
  private Optional<JobFailedException> certainFailure(int exitCode) {
    if (log.noTime()) {
      return Optional.of(Failures.tooMuchCpu(limits.longestCpu()));
    }
    if (log.noMemory()) {
      return Optional.of(Failures.tooMuchMemory(limits.largestMemory()));
    }
    if (log.noDecoder()) {
      return Optional.of(Failures.unsupportedCodec(audio.codec().orElse("")));
    }
    return CRASHES.contains(exitCode)
        ? Optional.of(Failures.conversionFailed(new IOException("ffmpeg has crashed")))
        : Optional.empty();
  }

  private static boolean isUnexplained(JobFailedException failure) {
    return failure.failure().type().equals(Failures.UNEXPLAINED);
  }

  private List<String> warnings(Duration playingTime) {
    Optional<Duration> wanted = file.wholeLength().map(settings::expected);
    boolean lacking = wanted.filter(whole -> !isShort(playingTime, whole)).isEmpty();
    if (log.cutOff() || (file.cutOff() && lacking)) {
      return List.of(Failures.cutOff(playingTime, wanted));
    }
    if (wanted.isPresent() && lacking) {
      return List.of(Failures.damaged(playingTime, wanted.get()));
    }
    return log.undecodable() > 0 ? List.of(Failures.damagedInPlaces()) : List.of();
  }

  /** What ffprobe expected, unless less was written: the frames contain some samples more. */
  private Duration expectedOr(Mp3Writer writer) {
    Duration written = writer.duration(writer.frames());
    return expected.filter(whole -> whole.compareTo(written) < 0).orElse(written);
  }

  private static boolean isShort(Duration playingTime, Duration expected) {
    Duration share = expected.dividedBy(TOLERANCE_DIVISOR);
    Duration tolerance = share.compareTo(SMALLEST_TOLERANCE) > 0 ? share : SMALLEST_TOLERANCE;
    return playingTime.plus(tolerance).compareTo(expected) < 0;
  }

  private long samples(Duration duration) {
    return Math.round(duration.toNanos() / 1e9 * settings.sampleRate());
  }

  private static boolean isFullDisk(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }
}
