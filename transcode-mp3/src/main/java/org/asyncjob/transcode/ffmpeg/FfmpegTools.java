package org.asyncjob.transcode.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An ffmpeg and its ffprobe that were seen to work on this machine. Safe for many threads.
 *
 * @param ffmpeg the executable
 * @param ffprobe the executable
 * @param environment variables that both need in order to start, e.g. {@code LD_LIBRARY_PATH}
 * @param version what {@code ffmpeg -version} calls itself, e.g. {@code 8.0.1}
 * @param origin where they were found
 */
public record FfmpegTools(
    Path ffmpeg,
    Path ffprobe,
    Map<String, String> environment,
    String version,
    FfmpegOrigin origin) {

  /** Copies the environment. */
  public FfmpegTools {
    environment = Map.copyOf(environment);
  }

  /** Returns a process to be started that runs ffmpeg with these arguments. */
  public ProcessBuilder ffmpegProcess(List<String> arguments) {
    return process(ffmpeg, arguments);
  }

  /** Returns a process to be started that runs ffprobe with these arguments. */
  public ProcessBuilder ffprobeProcess(List<String> arguments) {
    return process(ffprobe, arguments);
  }

  private ProcessBuilder process(Path executable, List<String> arguments) {
    List<String> command = new ArrayList<>(arguments.size() + 1);
    command.add(executable.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }
}
