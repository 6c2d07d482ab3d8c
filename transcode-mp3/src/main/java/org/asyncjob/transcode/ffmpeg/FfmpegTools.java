package org.asyncjob.transcode.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ffmpeg and its ffprobe that were seen to work on this machine. Safe for many threads.
 *
 * @param ffmpeg the executable
 * @param ffprobe the executable
 * @param environment variables that both need in order to start, e.g. {@code LD_LIBRARY_PATH}
 * @param version what {@code ffmpeg -version} calls itself, e.g. {@code 8.0.1}
 * @param origin where they were found
 * @param launch how they are started
 */
public record FfmpegTools(
    Path ffmpeg,
    Path ffprobe,
    Map<String, String> environment,
    String version,
    FfmpegOrigin origin,
    Launch launch) {

  /** Copies the environment. */
  public FfmpegTools {
    environment = Map.copyOf(environment);
  }

  /** Returns the same, of which every process gets no more than this, as far as possible here. */
  public FfmpegTools within(ProcessLimits limits) {
    return launched(launch.within(limits));
  }

  /** Returns the same, with an ffmpeg that is given these arguments before all others. */
  public FfmpegTools first(String... arguments) {
    return launched(launch.first(List.of(arguments)));
  }

  FfmpegTools launched(Launch how) {
    return new FfmpegTools(ffmpeg, ffprobe, environment, version, origin, how);
  }

  /** What restrains processes that have limits on this machine. */
  public Set<Restraint> restraints() {
    return launch.possible();
  }

  /** Returns a process to be started that runs ffmpeg with these arguments. */
  public ProcessBuilder ffmpegProcess(List<String> arguments) {
    List<String> all = new ArrayList<>(launch.firstArguments());
    all.addAll(arguments);
    return process(ffmpeg, all);
  }

  /** Returns a process to be started that runs ffprobe with these arguments. */
  public ProcessBuilder ffprobeProcess(List<String> arguments) {
    return process(ffprobe, arguments);
  }

  private ProcessBuilder process(Path executable, List<String> arguments) {
    List<String> command = new ArrayList<>(arguments.size() + 1);
    command.add(executable.toString());
    command.addAll(arguments);
    return launch.process(environment, command);
  }
}
