package org.asyncjob.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What dead processes leave behind: other processes, files. */
final class Leftovers {

  private static final Duration LONGEST_ORPHANHOOD = Duration.ofSeconds(30);

  private final Report report;

  Leftovers(Report report) {
    this.report = report;
  }

  /** Waits until the children of killed processes are gone, too. */
  void assertNoOrphans(List<Node.Death> deaths) throws InterruptedException {
    List<ProcessHandle> children =
        deaths.stream().flatMap(death -> death.children().stream()).toList();
    long end = System.nanoTime() + LONGEST_ORPHANHOOD.toNanos();
    while (children.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    report.say("%d processes that killed ones had started are gone as well", children.size());
    children.stream()
        .filter(ProcessHandle::isAlive)
        .forEach(orphan -> report.complain("an orphan runs: %s", orphan.info()));
  }

  /** Says which files are there. */
  void assertFiles(String what, Path directory, long expected) throws IOException {
    if (!Files.isDirectory(directory)) {
      if (expected != 0) {
        report.complain("%s: %s is not there", what, directory);
      }
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> files = tree.filter(Files::isRegularFile).toList();
      report.say("%s: %d files", what, files.size());
      if (files.size() != expected) {
        report.complain("%s: there are %d files, not %d", what, files.size(), expected);
      }
    }
  }
}
