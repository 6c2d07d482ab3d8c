package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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

  private final FfmpegTools tools;
  private final TranscodeLimits limits;
  private final ProbedAudio audio;
  private final EncoderSettings settings;
  private final Optional<Duration> expected;
  private final FfmpegLog log = new FfmpegLog();

  Conversion(
      FfmpegTools tools, TranscodeLimits limits, ProbedAudio audio, EncoderSettings settings) {
    this.tools = tools;
    this.limits = limits;
    this.audio = audio;
    this.settings = settings;
    this.expected = audio.duration().map(settings::expected);
  }

  /** What is read, what is written, and until when. */
  record Task(Path input, Path output, Deadline deadline, ProgressReport progress) {}

  /**
   * Converts.
   *
   * @throws JobFailedException if no complete MP3 came out; the file may be there all the same
   * @throws NotCopyableException if its frames cannot stay; nothing is known of the file then
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
      long samples = judge(encoded, writer);
      writer.finish(new LameTag.Sound(encoded.delay(), samples));
      return new TranscodeReport(
          settings.duration(samples),
          writer.frames(),
          writer.size(),
          settings.options(),
          audio.extras().tags());
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
    Path directory = task.output().toAbsolutePath().getParent();
    return new Encoding.Source(task.input(), audio, settings, directory, log);
  }

  private void written(Duration done, ProgressReport progress) {
    // The encoder adds up to two frames at either end.
    if (done.minusMillis(500).compareTo(limits.longestAudio()) > 0) {
      throw Failures.tooLong(limits.longestAudio());
    }
    progress.written(done, expected);
  }

  /** Returns the length of the audio in samples, or throws why this is no good result. */
  private long judge(Encoding.Encoded encoded, Mp3Writer writer) {
    long samples = encoded.samples().orElseGet(() -> samples(expectedOr(writer)));
    Duration playingTime = settings.duration(samples);
    boolean tooShort = expected.filter(whole -> isShort(playingTime, whole)).isPresent();
    if (encoded.exitCode() == 0
        && writer.frames() > 0
        && samples > 0
        && !tooShort
        && !log.cutOff()) {
      return samples;
    }
    JobFailedException failure = reason(writer.frames(), playingTime, tooShort);
    boolean unexplained = failure.failure().type().equals(Failures.UNEXPLAINED);
    LOG.atLevel(unexplained ? Level.WARN : Level.DEBUG)
        .log(
            "ffmpeg {} ended with {} after {} of {}; it said:\n{}",
            tools.version(),
            encoded.exitCode(),
            playingTime,
            expected,
            log);
    throw failure;
  }

  private JobFailedException reason(long frames, Duration playingTime, boolean tooShort) {
    if (log.noDecoder()) {
      return Failures.unsupportedCodec(audio.codec().orElse(""));
    }
    if (log.cutOff()) {
      return expected
          .map(whole -> Failures.cutOff(playingTime, whole))
          .orElseGet(() -> Failures.cutOffAfter(playingTime));
    }
    if (frames == 0) {
      return settings
          .options()
          .from()
          .filter(from -> expected.isEmpty())
          .map(Failures::nothingFrom)
          .orElseGet(Failures::unreadable);
    }
    if (expected.isPresent() && tooShort) {
      return Failures.damaged(playingTime, expected.get());
    }
    return Failures.conversionFailed(new IOException("ffmpeg failed"));
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
