package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.asyncjob.JobFailedException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.lame.LameLibrary;
import org.asyncjob.transcode.parallel.CoreBudget;
import org.asyncjob.transcode.parallel.NoSeamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts the audio of a file of the MP4 family (MP4, M4A, M4B, 3GP, QuickTime) to MP3. Safe for
 * many threads; a conversion needs no more memory for a long file than for a short one.
 *
 * <p>Audio that is MP3 already, and of which no option asks anything else, keeps its frames as they
 * are.
 *
 * <p>Audio of a minute and more is encoded on all cores that this transcoder's other conversions
 * leave idle. The same file and options become the same bytes, however many cores that were, as
 * long as ffmpeg and libmp3lame stay the same.
 */
public final class Mp3Transcoder {

  private static final Logger LOG = LoggerFactory.getLogger(Mp3Transcoder.class);

  private final TranscodeLimits limits;
  private final Means usual;
  private final Means tolerant;
  private final ConversionSpeed speed;

  /** What reads a file, and what encodes it. */
  private record Means(FfmpegTools tools, Encodings encodings) {}

  /**
   * Creates one that may use all cores of this machine, and this system's libmp3lame if there is
   * one; nothing is started before the first conversion. An application shares one, because cores
   * are counted per transcoder.
   */
  public Mp3Transcoder(FfmpegTools tools, TranscodeLimits limits) {
    this(tools, limits, new ConversionSpeed());
  }

  /**
   * Creates one that may use all cores of this machine, and this system's libmp3lame.
   *
   * @param speed says how long conversions will take, and learns from them
   */
  public Mp3Transcoder(FfmpegTools tools, TranscodeLimits limits, ConversionSpeed speed) {
    this(tools, limits, LameLibrary.find(), CoreBudget.ofThisMachine(), speed);
  }

  /**
   * Creates one.
   *
   * @param lame encodes instead of ffmpeg
   * @param cores may be shared with other transcoders
   */
  public Mp3Transcoder(
      FfmpegTools tools, TranscodeLimits limits, Optional<LameLibrary> lame, CoreBudget cores) {
    this(tools, limits, lame, cores, new ConversionSpeed());
  }

  private Mp3Transcoder(
      FfmpegTools tools,
      TranscodeLimits limits,
      Optional<LameLibrary> lame,
      CoreBudget cores,
      ConversionSpeed speed) {
    this.limits = limits;
    FfmpegTools restrained = HardenedInput.restrained(tools, limits);
    this.usual = new Means(restrained, new Encodings(restrained, limits, lame, cores));
    FfmpegTools patient = HardenedInput.tolerant(restrained);
    this.tolerant = new Means(patient, new Encodings(patient, limits, lame, cores));
    this.speed = speed;
  }

  /** How fast it has been until now. */
  ConversionSpeed speed() {
    return speed;
  }

  /** What encodes, and what would be faster; one sentence for operators. */
  public String encoder() {
    return usual.encodings().description();
  }

  /**
   * Converts one file and returns when that is done. Interrupting the thread cancels the conversion
   * within two seconds. After any exception no process runs any more and {@code output} does not
   * exist.
   *
   * <p>A file of which only a part can be read, because its end is missing or its audio is damaged,
   * becomes an MP3 of that part, and the report has a warning that says so.
   *
   * @param input is only read; what its name says does not matter
   * @param output where to write, another file than the input; replaced if it exists
   * @param listener called from any thread, one call after the other
   * @throws JobFailedException if the file cannot be converted, with the reason for its owner
   * @throws IOException if the input cannot be read, ffmpeg does not start or the output cannot be
   *     written for another reason than a full disk
   * @throws InterruptedException if the thread was interrupted; the conversion was cancelled
   */
  public TranscodeReport transcode(
      Path input, Path output, Mp3Options options, TranscodeListener listener)
      throws IOException, InterruptedException {
    if (Files.exists(output) && Files.isSameFile(input, output)) {
      throw new IllegalArgumentException("input and output are the same file: " + output);
    }
    Deadline deadline = Deadline.in(limits.longestRun());
    ProgressReport progress = new ProgressReport(listener);
    boolean complete = false;
    try (EmptyDirectory directory = EmptyDirectory.beside(output)) {
      progress.probing();
      Inspected file =
          new Inspection(usual.tools(), limits, directory.path()).inspect(input, options, deadline);
      Conversion.Task task =
          new Conversion.Task(input, output, directory.path(), deadline, progress, false);
      TranscodeReport report = convert(file, options, task);
      progress.finished();
      complete = true;
      return report;
    } catch (TimeoutException e) {
      throw Failures.tooSlow(limits.longestRun());
    } catch (ClosedByInterruptException e) {
      // The same, as file channels say it; they leave the thread marked.
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException("interrupted").initCause(e);
    } finally {
      if (!complete) {
        Files.deleteIfExists(output);
      }
    }
  }

  private TranscodeReport convert(Inspected file, Mp3Options options, Conversion.Task task)
      throws IOException, InterruptedException, TimeoutException {
    if (CopyEncoding.fits(file.audio(), options)) {
      try {
        task.progress().transcoding(Optional.empty());
        return conversion(usual, file, EncoderSettings.copied(file.audio().format()))
            .run(usual.encodings().copy(), task);
      } catch (NotCopyableException | DamagedAudioException e) {
        LOG.info("encoded, because it cannot be copied", e);
      }
    }
    try {
      return encoded(usual, file, options, task);
    } catch (DamagedAudioException e) {
      LOG.debug("read again with more patience", e);
      return encoded(tolerant, file, options, task.again());
    }
  }

  private TranscodeReport encoded(
      Means means, Inspected file, Mp3Options options, Conversion.Task task)
      throws IOException, InterruptedException, TimeoutException {
    EncoderSettings settings = settings(means, file, options, task);
    Encodings encodings = means.encodings();
    int cores = encodings.likelyCores(file.audio());
    Optional<Duration> length = file.audio().duration().map(settings::expected);
    task.progress().transcoding(length.flatMap(all -> speed.ofAudio(all, cores)));
    long start = System.nanoTime();
    try {
      TranscodeReport report =
          conversion(means, file, settings).run(encodings.of(file.audio()), task);
      speed.learnAudio(report.duration(), cores, Duration.ofNanos(System.nanoTime() - start));
      return report;
    } catch (NoSeamException e) {
      LOG.info("encoded again in one piece", e);
      return conversion(means, file, settings).run(encodings.whole(), task);
    }
  }

  /** Measures first how loud it is, if it matters. */
  private EncoderSettings settings(
      Means means, Inspected file, Mp3Options options, Conversion.Task task)
      throws IOException, InterruptedException, TimeoutException {
    EncoderSettings settings = EncoderSettings.of(options, file.audio().format());
    if (options.loudness().isEmpty()) {
      return settings;
    }
    task.progress().measuring();
    Loudness loudness = conversion(means, file, settings).measure(means.encodings().meter(), task);
    return settings.with(
        settings
            .filters()
            .then(loudness.filtersTo(options.loudness().getAsDouble(), settings.sampleRate())));
  }

  private Conversion conversion(Means means, Inspected file, EncoderSettings settings) {
    return new Conversion(means.tools(), limits, file, settings);
  }
}
