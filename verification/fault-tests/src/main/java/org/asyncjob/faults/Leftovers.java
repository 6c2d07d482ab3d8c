package org.asyncjob.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.asyncjob.jdbc.JdbcJobStore;
import org.asyncjob.store.FileBlobStore;

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

  /** Has what no job refers to deleted; what is left has to be the results, and nothing else. */
  void assertBlobs(Trial trial, Node node) throws IOException {
    Path blobs = node.data().resolve("blobs");
    try (JdbcJobStore store = JdbcJobStore.sqlite(node.data().resolve("jobs.db"))) {
      int orphans = new FileBlobStore(blobs).sweep(Instant.now().plusSeconds(1), store::referenced);
      report.say("%d blobs of killed processes had no job any more", orphans);
    }
    long results =
        trial.journal().all().stream()
            .filter(accepted -> accepted.order().hasInput())
            .filter(
                accepted ->
                    trial
                        .endings()
                        .of(accepted)
                        .filter(ending -> ending.fate() == Ending.Fate.SUCCEEDED)
                        .isPresent())
            .count();
    assertFiles("results", blobs.resolve("blobs"), results);
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
