package org.asyncjob.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What this process and those that it has started and that have ended have used. */
final class ProcessorTime {

  // The unit of /proc on every Linux that Java runs on.
  private static final int MILLIS_OF_TICK = 10;

  private static final int FIRST_FIELD_AFTER_NAME = 3;
  private static final int USER_TIME = 14;
  private static final int SYSTEM_TIME_OF_CHILDREN = 17;

  private ProcessorTime() {}

  /** Returns the time on all processors until now. */
  static Duration now() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int field = USER_TIME; field <= SYSTEM_TIME_OF_CHILDREN; field++) {
      ticks += Long.parseLong(fields[field - FIRST_FIELD_AFTER_NAME]);
    }
    return Duration.ofMillis(ticks * MILLIS_OF_TICK);
  }
}
