package org.asyncjob.benchmarks;

import java.time.Duration;
import java.util.List;
import org.asyncjob.verification.tools.SystemTool;

/**
 * Lets a process wait whenever it forces something to the disk. Disks of virtual machines often
 * answer out of a cache; one that has to reach flash, a platter or a network takes milliseconds.
 */
final class SlowDisk {

  private SlowDisk() {}

  /** Returns what to put before a command. Other system calls are as fast as before. */
  static List<String> by(Duration each) {
    return List.of(
        SystemTool.STRACE.path().toString(),
        "-D", // the process that was started becomes the command, not what watches it
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-o",
        "/dev/null",
        "-e",
        "trace=fsync,fdatasync",
        "-e",
        "inject=fsync,fdatasync:delay_exit=" + each.toNanos() / 1000);
  }
}
