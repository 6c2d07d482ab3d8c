package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.asyncjob.spi.JobContext;
import org.asyncjob.transcode.fetch.FetchListener;
import org.asyncjob.transcode.fetch.FetchedFile;
import org.asyncjob.transcode.fetch.SourceFetcher;

/** Fetches the input of a job that has a link instead of a file. */
record LinkedInput(SourceFetcher fetcher, ConversionSpeed speed) {

  private static final String PHASE = "fetching";

  /** What percentage of a job is done when its file is there. */
  private static final int SHARE = 20;

  private static final long AS_GOOD_AS_FULL = 64 * 1024;

  /**
   * Fetches it into the job's directory.
   *
   * @throws org.asyncjob.JobFailedException if that is not possible, or it cannot be of the MP4
   *     family
   */
  Mp3JobHandler.Input fetch(String link, JobContext context)
      throws IOException, InterruptedException {
    Path directory = context.workDirectory();
    Path file = directory.resolve("source");
    context.progress(0, PHASE);
    FetchedFile fetched;
    try {
      fetched = fetcher.fetch(link, file, LinkedInput::check, new Progress(context, speed));
    } catch (IOException e) {
      FileStore disk = Files.getFileStore(directory);
      if (disk.getUsableSpace() < AS_GOOD_AS_FULL) {
        throw Failures.noSpace(e);
      }
      throw e;
    }
    return new Mp3JobHandler.Input(
        file, fetched.filename(), fetched.size(), new JobListenerOfTranscoding(context, SHARE));
  }

  private static void check(ByteBuffer beginning) {
    if (beginning.hasRemaining() && !Mp4Surveyor.recognizes(beginning)) {
      throw Failures.notAMediaFile();
    }
  }

  /** The rest of the transfer at the speed so far, then the conversion at that of earlier ones. */
  private record Progress(JobContext context, ConversionSpeed speed, long start)
      implements FetchListener {

    Progress(JobContext context, ConversionSpeed speed) {
      this(context, speed, System.nanoTime());
    }

    @Override
    public void received(long received, OptionalLong total) {
      if (total.isEmpty() || received == 0) {
        context.progress(0, PHASE);
        return;
      }
      long all = Math.max(received, total.getAsLong());
      double part = (double) received / all;
      long elapsed = System.nanoTime() - start;
      Duration rest = Duration.ofNanos((long) (elapsed * (1 - part) / part));
      context.progress((int) (SHARE * part), PHASE, rest.plus(speed.estimate(all)));
    }
  }
}
