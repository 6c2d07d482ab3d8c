package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/** Makes real media with the ffmpeg that is under test, and asks its ffprobe about results. */
final class TestMedia {

  static final FfmpegTools TOOLS = FfmpegLocator.builder().build().locate().tools();

  private static final long SECONDS_TO_RUN = 120;

  private final Path directory;

  TestMedia(Path directory) {
    this.directory = directory;
  }

  /** Stereo sound that is neither silent nor regular, as an input of ffmpeg. */
  static String sound(double seconds, int sampleRate) {
    return "aevalsrc=exprs=0.4*sin(2*PI*(220+40*sin(t))*t)+0.1*random(0)|0.4*sin(2*PI*330*t)"
        + ":duration="
        + seconds
        + ":sample_rate="
        + sampleRate;
  }

  static String silence(double seconds) {
    return "anullsrc=r=8000:cl=mono:d=" + seconds;
  }

  static String picture(double seconds) {
    return "testsrc2=size=160x120:rate=10:duration=" + seconds;
  }

  /** A clip with a moving picture and sound, its index in front. */
  Path clip(String name, double seconds) throws IOException, InterruptedException {
    return make(
        name,
        List.of(picture(seconds), sound(seconds, 44_100)),
        "-c:v mpeg4 -c:a aac -b:a 128k -movflags +faststart");
  }

  /** Sound only. */
  Path audio(String name, double seconds, int sampleRate, String options)
      throws IOException, InterruptedException {
    return make(name, List.of(sound(seconds, sampleRate)), options);
  }

  /** Makes a file from generated inputs; options are separated by spaces. */
  Path make(String name, List<String> inputs, String options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    for (String input : inputs) {
      arguments.addAll(List.of("-f", "lavfi", "-i", input));
    }
    arguments.addAll(List.of(options.split(" ")));
    return ffmpeg(name, arguments);
  }

  /** The same into any file. */
  void into(Path file, List<String> inputs, String options)
      throws IOException, InterruptedException {
    Path made = make("into", inputs, options);
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The same of other files. */
  void ffmpegInto(Path file, List<String> arguments) throws IOException, InterruptedException {
    Files.move(ffmpeg("into", arguments), file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Runs ffmpeg to make the file. */
  Path ffmpeg(String name, List<String> arguments) throws IOException, InterruptedException {
    Path file = directory.resolve(name);
    List<String> all = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
    all.addAll(arguments);
    all.add("file:" + file);
    output(TOOLS.ffmpegProcess(all));
    return file;
  }

  /** The answer of ffprobe to one question about a file, e.g. {@code format=duration}. */
  static String probe(Path file, String entries) throws IOException, InterruptedException {
    return output(
            TOOLS.ffprobeProcess(
                List.of("-v", "error", "-show_entries", entries, "-of", "csv=p=0", "file:" + file)))
        .strip();
  }

  /** Duration in seconds. */
  static double duration(Path file) throws IOException, InterruptedException {
    return Double.parseDouble(probe(file, "format=duration"));
  }

  /** Number of samples per channel that decoding yields, without what the tag says is added. */
  static long decodedSamples(Path file) throws IOException, InterruptedException {
    Path pcm = Files.createTempFile(file.toAbsolutePath().getParent(), "decoded", ".raw");
    String command = "-nostdin -v error -y -i file:%s -map 0:a -ac 1 -f s16le file:%s";
    output(TOOLS.ffmpegProcess(List.of(command.formatted(file, pcm).split(" "))));
    long samples = Files.size(pcm) / 2;
    Files.delete(pcm);
    return samples;
  }

  /** Runs a program to its end and returns what it writes. */
  static String output(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_TO_RUN, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(command.command() + " failed: " + output);
    }
    return output;
  }
}
