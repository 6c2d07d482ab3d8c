package org.asyncjob.faults;

import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The log of a run, on standard output and in a file, and what is wrong in it. Safe for many
 * threads.
 */
final class Report implements AutoCloseable {

  private static final int MOST_COMPLAINTS_SHOWN = 50;

  private final long start = System.nanoTime();
  private final PrintStream file;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  private Report(PrintStream file) {
    this.file = file;
  }

  static Report in(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return new Report(new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8));
  }

  /** One line with the time since the start. */
  @FormatMethod
  synchronized void say(String format, Object... arguments) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    String line =
        "%3d:%02d.%03d  %s"
            .formatted(
                elapsed.toMinutes(),
                elapsed.toSecondsPart(),
                elapsed.toMillisPart(),
                format.formatted(arguments));
    System.out.println(line);
    file.println(line);
  }

  /** Something that must not be. The run goes on, to find the rest. */
  @FormatMethod
  synchronized void complain(String format, Object... arguments) {
    String complaint = format.formatted(arguments);
    complaints.add(complaint);
    if (complaints.size() <= MOST_COMPLAINTS_SHOWN) {
      say("WRONG: %s", complaint);
    }
  }

  /** Something that happens often, of which the number is said at the end. */
  synchronized void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** How often {@link #count} was told it. */
  synchronized long counted(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** What was wrong so far. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Says the numbers, and whether all is well. */
  synchronized void sum() {
    counts.forEach((what, number) -> say("%8d  %s", number, what));
    if (complaints.isEmpty()) {
      say("nothing is wrong");
    } else {
      say("%d things are wrong", complaints.size());
    }
  }

  @Override
  public synchronized void close() {
    file.close();
  }
}
