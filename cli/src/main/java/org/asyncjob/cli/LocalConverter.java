package org.asyncjob.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncjob.JobFailedException;
import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.TranscodeListener;
import org.asyncjob.transcode.TranscodeReport;
import org.asyncjob.transcode.fetch.ContentCheck;
import org.asyncjob.transcode.fetch.FetchLimits;
import org.asyncjob.transcode.fetch.SourceFetcher;
import org.asyncjob.transcode.ffmpeg.FfmpegChoice;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegNotFoundException;
import org.asyncjob.transcode.guard.OutboundGuard;

/** Converts with ffmpeg on this machine. */
final class LocalConverter implements Converter {

  /** Who sits at the machine decides what it works on; these only stop a file that never ends. */
  private static final TranscodeLimits LIMITS =
      TranscodeLimits.builder()
          .longestAudio(Duration.ofDays(30))
          .largestOutput(1L << 40)
          .longestRun(Duration.ofDays(30))
          .longestCpu(Duration.ofDays(30))
          .largestMemory(4L << 30)
          .build();

  private static final FetchLimits FETCH_LIMITS =
      FetchLimits.builder().mostBytes(1L << 40).total(Duration.ofDays(1)).build();

  private final Mp3Transcoder transcoder;

  private LocalConverter(Mp3Transcoder transcoder) {
    this.transcoder = transcoder;
  }

  /** Finds an ffmpeg, which may have to be unpacked first. */
  static LocalConverter with(FfmpegLocator locator, Report report) throws InterruptedException {
    try {
      FfmpegChoice choice = locator.locate();
      choice.reasons().forEach(reason -> report.detail("ffmpeg: " + reason));
      report.detail("ffmpeg: version " + choice.tools().version());
      Mp3Transcoder transcoder = new Mp3Transcoder(choice.tools(), LIMITS);
      report.detail(transcoder.encoder());
      return new LocalConverter(transcoder);
    } catch (FfmpegNotFoundException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      throw new CommandFailure(ExitCode.NO_FFMPEG, Sentences.complete(e.getMessage()), e);
    }
  }

  @Override
  public Made convert(Input input, Path output, Mp3Options options, ProgressView progress)
      throws IOException, InterruptedException {
    if (!input.isLink()) {
      return convert(input.file(), output, options, progress);
    }
    Path fetched = Files.createTempFile("mp4tomp3-", ".part");
    try {
      fetch(input, fetched, progress);
      return convert(fetched, output, options, progress);
    } finally {
      Files.deleteIfExists(fetched);
    }
  }

  /** With no guard: whoever sits at the machine may reach what it reaches. */
  private static void fetch(Input link, Path file, ProgressView progress)
      throws IOException, InterruptedException {
    try (SourceFetcher fetcher =
        SourceFetcher.builder().guard(OutboundGuard.none()).limits(FETCH_LIMITS).build()) {
      fetcher.fetch(
          link.text(),
          file,
          ContentCheck.NONE,
          (received, total) ->
              RemoteProgressView.show("fetching", received, total.orElse(0), progress));
    } catch (JobFailedException e) {
      throw failed(e);
    }
  }

  private static CommandFailure failed(JobFailedException e) {
    return new CommandFailure(
        ExitCode.FAILED,
        "urn:problem-type:asyncjob:" + e.failure().type(),
        Sentences.complete(e.failure().detail()),
        e);
  }

  private Made convert(Path input, Path output, Mp3Options options, ProgressView progress)
      throws IOException, InterruptedException {
    try {
      TranscodeReport report = transcoder.transcode(input, output, options, new Listener(progress));
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("duration_seconds", report.duration().toMillis() / 1000.0);
      facts.put("options", report.options().asMap());
      facts.put("tags", report.tags());
      return new Made(facts, report.warnings());
    } catch (JobFailedException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {}

  private record Listener(ProgressView view) implements TranscodeListener {
    @Override
    public void progress(int percent, String phase) {
      view.show(percent, phase);
    }

    @Override
    public void progress(int percent, String phase, Duration remaining) {
      view.show(percent, phase, remaining);
    }
  }
}
