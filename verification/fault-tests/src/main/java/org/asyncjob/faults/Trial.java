package org.asyncjob.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * One run of one kind of fault.
 *
 * @param directory where its servers have their data
 * @param seed makes chance the same again
 * @param clip what is to be converted
 * @param report what is said of it
 * @param journal every 202
 * @param endings how jobs were first seen to end
 * @param expectedRefusals HTTP statuses that are no news, as these servers are treated
 */
record Trial(
    Path directory,
    long seed,
    Path clip,
    Report report,
    Journal journal,
    Endings endings,
    Set<Integer> expectedRefusals)
    implements AutoCloseable {

  /** Part of a trial. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /**
   * Starts one.
   *
   * @param directory an empty one
   * @param log the file for the report
   */
  static Trial of(String name, Path directory, long seed, Path log) throws IOException {
    Files.createDirectories(directory);
    Report report = Report.in(log);
    report.say("%s, seed %d", name, seed);
    return new Trial(
        directory,
        seed,
        Conversions.clip(),
        report,
        new Journal(directory.resolve("accepted.tsv"), report),
        new Endings(report),
        new CopyOnWriteArraySet<>());
  }

  /** A new source of chance, which says the same in every trial with this seed. */
  Random random() {
    return new Random(seed);
  }

  /** Does something beside the rest; what goes wrong in it is wrong with the trial. */
  Thread thread(String name, Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (Exception e) {
                report.complain("%s ended: %s", name, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** A node that has its data here. */
  Node node(String name, String... flags) {
    return new Node(name, directory, List.of(), List.of(flags));
  }

  @Override
  public void close() throws IOException {
    journal.close();
    report.close();
  }
}
