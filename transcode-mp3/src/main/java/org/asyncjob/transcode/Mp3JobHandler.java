package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.transcode.fetch.SourceFetcher;
import org.jspecify.annotations.Nullable;

/**
 * The job kind {@code mp3}: the input, or what the option {@code source} is the link of, is a file
 * of the MP4 family, the result its audio as MP3.
 */
public final class Mp3JobHandler implements JobHandler<Mp3Options> {

  /** The name under which to register it. */
  public static final String KIND = "mp3";

  private static final String MEDIA_TYPE = "audio/mpeg";

  private final Mp3Transcoder transcoder;
  private final @Nullable SourceFetcher fetcher;
  private final ConversionSpeed speed;

  /**
   * Creates one that takes no links; one handler and its transcoder serve any number of jobs at
   * once.
   */
  public Mp3JobHandler(Mp3Transcoder transcoder) {
    this.transcoder = transcoder;
    this.speed = transcoder.speed();
    this.fetcher = null;
  }

  /**
   * Creates one that takes links as well.
   *
   * @param fetcher stays its maker's: the handler does not close it
   */
  public Mp3JobHandler(Mp3Transcoder transcoder, SourceFetcher fetcher) {
    this.transcoder = transcoder;
    this.speed = transcoder.speed();
    this.fetcher = fetcher;
  }

  @Override
  public void validate(Mp3Options options, JobRequest request) {
    Optional<Blob> input = request.input();
    Optional<String> source = options.source();
    if (input.isPresent() && source.isPresent()) {
      throw new UnacceptableRequestException(
          "There are a file and a link (\"source\") to convert. Send one of them.");
    }
    if (input.filter(blob -> blob.size() == 0).isPresent()) {
      throw new UnacceptableRequestException("The file to convert is empty.");
    }
    if (source.isPresent()) {
      links().check(source.get());
    } else if (input.isEmpty()) {
      throw new UnacceptableRequestException(
          "A conversion to MP3 needs a file to convert. None was sent"
              + (fetcher == null ? "." : ", and no link to one as \"source\"."));
    }
  }

  @Override
  public Optional<Duration> estimate(Mp3Options options, JobRequest request) {
    return request
        .input()
        .map(input -> speed.estimate(input.size()))
        .map(estimate -> options.loudness().isEmpty() ? estimate : withMeasuring(estimate));
  }

  @Override
  public JobResult run(Mp3Options options, JobContext context)
      throws IOException, InterruptedException {
    Input input = options.source().isPresent() ? fetched(options, context) : uploaded(context);
    Path output = context.workDirectory().resolve("audio.mp3");
    long start = System.nanoTime();
    TranscodeReport report = transcoder.transcode(input.file(), output, options, input.listener());
    if (!report.copied() && isUsual(options)) {
      speed.learn(input.size(), Duration.ofNanos(System.nanoTime() - start));
    }
    return context
        .keep(output, ResultName.of(input.filename()), MEDIA_TYPE)
        .withWarnings(report.warnings());
  }

  /** Measuring loudness takes about half of what encoding takes. */
  private static Duration withMeasuring(Duration estimate) {
    return estimate.multipliedBy(3).dividedBy(2);
  }

  /** Whether it tells how long others of the same size will take. */
  private static boolean isUsual(Mp3Options options) {
    return options.loudness().isEmpty() && options.from().isEmpty() && options.to().isEmpty();
  }

  private static Input uploaded(JobContext context) throws IOException {
    Blob blob = context.request().input().orElseThrow();
    TranscodeListener listener = new JobListenerOfTranscoding(context, 0);
    return new Input(context.inputFile(), blob.filename(), blob.size(), listener);
  }

  private Input fetched(Mp3Options options, JobContext context)
      throws IOException, InterruptedException {
    return new LinkedInput(links(), speed).fetch(options.source().orElseThrow(), context);
  }

  private SourceFetcher links() {
    if (fetcher == null) {
      throw new UnacceptableRequestException(
          "This service takes no links (\"source\"); send the file itself.");
    }
    return fetcher;
  }

  /** What to convert, and who hears how that goes on. */
  record Input(Path file, String filename, long size, TranscodeListener listener) {}
}
