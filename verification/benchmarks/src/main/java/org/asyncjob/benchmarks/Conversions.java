package org.asyncjob.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeListener;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/** The same conversions by us and by ffmpeg as anybody starts it. */
final class Conversions {

  private static final int SECONDS_OF_SOUND = 60;
  private static final int PLAIN_AT_ONCE = 2;

  private final FfmpegTools tools;
  private final Mp3Transcoder transcoder;
  private final Path directory;

  Conversions(FfmpegTools tools, Mp3Transcoder transcoder, Path directory) {
    this.tools = tools;
    this.transcoder = transcoder;
    this.directory = directory;
  }

  /** Makes stereo AAC of that length: a minute that is neither regular nor silent, repeated. */
  Path make(double seconds) throws IOException, InterruptedException {
    Path minute = directory.resolve("minute.wav");
    if (!Files.exists(minute)) {
      String sound =
          "aevalsrc=exprs=0.4*sin(2*PI*(220+40*sin(t))*t)+0.1*random(0)"
              + "|0.3*sin(2*PI*330*t)*abs(sin(2*t))+0.1*random(1):sample_rate=44100:duration="
              + SECONDS_OF_SOUND;
      ffmpeg(List.of("-f", "lavfi", "-i", sound, minute.toString()));
    }
    Path file = directory.resolve("sound-%.0f.m4a".formatted(seconds));
    ffmpeg(
        List.of(
            "-stream_loop",
            "-1",
            "-i",
            minute.toString(),
            "-t",
            String.valueOf(seconds),
            "-c:a",
            "aac",
            "-b:a",
            "160k",
            file.toString()));
    return file;
  }

  /** Converts the file so many times at once. */
  Encode.Cost ours(Path input, int atOnce) throws IOException, InterruptedException {
    return measure(
        atOnce,
        atOnce,
        output ->
            transcoder.transcode(input, output, Mp3Options.defaults(), TranscodeListener.NONE));
  }

  /** Runs ffmpeg that many times, two at a time. */
  Encode.Cost plain(Path input, int times) throws IOException, InterruptedException {
    return measure(
        times,
        PLAIN_AT_ONCE,
        output -> ffmpeg(List.of("-i", input.toString(), "-vn", "-q:a", "2", output.toString())));
  }

  private interface Work {
    void run(Path output) throws IOException, InterruptedException;
  }

  private Encode.Cost measure(int times, int threads, Work work)
      throws IOException, InterruptedException {
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Path output = directory.resolve("result-" + i + ".mp3");
      all.add(
          () -> {
            work.run(output);
            return null;
          });
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Duration processors = ProcessorTime.now();
      long start = System.nanoTime();
      for (Future<Void> done : executor.invokeAll(all)) {
        done.get();
      }
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      return new Encode.Cost(wall, ProcessorTime.now().minus(processors));
    } catch (ExecutionException e) {
      throw new IOException("a conversion failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private void ffmpeg(List<String> arguments) throws IOException, InterruptedException {
    PlainFfmpeg.run(tools, arguments);
  }
}
