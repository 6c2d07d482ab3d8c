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

/** The job kind {@code mp3}: the input is a file of the MP4 family, the result its audio as MP3. */
public final class Mp3JobHandler implements JobHandler<Mp3Options> {

  /** The name under which to register it. */
  public static final String KIND = "mp3";

  private static final String MEDIA_TYPE = "audio/mpeg";

  private final Mp3Transcoder transcoder;
  private final ConversionSpeed speed = new ConversionSpeed();

  /** Creates it; one handler and its transcoder serve any number of jobs at once. */
  public Mp3JobHandler(Mp3Transcoder transcoder) {
    this.transcoder = transcoder;
  }

  @Override
  public void validate(Mp3Options options, JobRequest request) {
    Blob input =
        request
            .input()
            .orElseThrow(
                () ->
                    new UnacceptableRequestException(
                        "A conversion to MP3 needs a file to convert. None was sent."));
    if (input.size() == 0) {
      throw new UnacceptableRequestException("The file to convert is empty.");
    }
  }

  @Override
  public Optional<Duration> estimate(Mp3Options options, JobRequest request) {
    return request.input().map(input -> speed.estimate(input.size()));
  }

  @Override
  public JobResult run(Mp3Options options, JobContext context)
      throws IOException, InterruptedException {
    Path output = context.workDirectory().resolve("audio.mp3");
    long start = System.nanoTime();
    transcoder.transcode(context.inputFile(), output, options, new Listener(context));
    Blob input = context.request().input().orElseThrow();
    speed.learn(input.size(), Duration.ofNanos(System.nanoTime() - start));
    return context.keep(output, ResultName.of(input.filename()), MEDIA_TYPE);
  }

  /** Hands what the transcoder says on to the job. */
  private record Listener(JobContext context) implements TranscodeListener {

    @Override
    public void progress(int percent, String phase) {
      context.progress(percent, phase);
    }

    @Override
    public void progress(int percent, String phase, Duration remaining) {
      context.progress(percent, phase, remaining);
    }
  }
}
