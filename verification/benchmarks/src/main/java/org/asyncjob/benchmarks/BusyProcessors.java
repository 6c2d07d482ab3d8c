package org.asyncjob.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/** A process for each processor that does nothing but keep it busy. */
final class BusyProcessors implements AutoCloseable {

  private final List<Process> processes = new ArrayList<>();

  private BusyProcessors() {}

  static BusyProcessors start(FfmpegTools tools) throws IOException {
    BusyProcessors busy = new BusyProcessors();
    List<String> endless =
        List.of("-f", "lavfi", "-i", "anoisesrc", "-c:a", "libmp3lame", "-f", "null", "-");
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      busy.processes.add(PlainFfmpeg.start(tools, endless));
    }
    return busy;
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
