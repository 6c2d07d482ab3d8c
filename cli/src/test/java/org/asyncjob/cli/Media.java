package org.asyncjob.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/** Real media, made by the ffmpeg that comes along. */
final class Media {

  private static final FfmpegTools TOOLS = FfmpegLocator.builder().build().locate().tools();

  private Media() {}

  /** Picture and sound. */
  static Path clip(Path file, int seconds) throws IOException, InterruptedException {
    return make(
        file,
        "-f lavfi -i testsrc2=size=160x120:rate=5:duration=%1$d"
            + " -f lavfi -i sine=frequency=330:duration=%1$d -c:v mpeg4 -c:a aac",
        seconds);
  }

  /** Picture and sound, with the index in front: one that can be played without its end. */
  static Path startable(Path file, int seconds) throws IOException, InterruptedException {
    return make(
        file,
        "-f lavfi -i testsrc2=size=160x120:rate=5:duration=%1$d"
            + " -f lavfi -i sine=frequency=330:duration=%1$d -c:v mpeg4 -c:a aac"
            + " -movflags +faststart",
        seconds);
  }

  /** Noise, which takes long to encode: a test can be sure to find it being worked on. */
  static Path endless(Path file) throws IOException, InterruptedException {
    return make(
        file,
        "-f lavfi -i anoisesrc=duration=%d:sample_rate=44100 -ac 2 -c:a pcm_alaw -f mov",
        270);
  }

  /** A picture without sound. */
  static Path silent(Path file) throws IOException, InterruptedException {
    return make(file, "-f lavfi -i testsrc2=size=160x120:rate=5:duration=%d -c:v mpeg4", 1);
  }

  /** What ffprobe says about the length of a file. */
  static double seconds(Path file) throws IOException, InterruptedException {
    return Double.parseDouble(probe(file, "format=duration"));
  }

  /** What ffprobe says about a file, e.g. {@code stream=codec_name,channels}. */
  static String probe(Path file, String entries) throws IOException, InterruptedException {
    return output(
            TOOLS.ffprobeProcess(
                List.of("-v", "error", "-show_entries", entries, "-of", "csv=p=0", "file:" + file)))
        .strip();
  }

  /** How many processes of this ffmpeg run below a process. */
  static long ffmpegsOf(ProcessHandle process) {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").contains("ffmpeg"))
        .count();
  }

  private static Path make(Path file, String arguments, int seconds)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
    all.addAll(List.of(arguments.formatted(seconds).split(" ")));
    all.add("file:" + file);
    output(TOOLS.ffmpegProcess(all));
    return file;
  }

  private static String output(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.command() + ": " + output);
    }
    return output;
  }
}
