package org.asyncjob.faults;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all nodes of a trial did with each job, read afterwards. */
final class Diaries {

  /** How their files end. */
  static final String SUFFIX = ".diary";

  private static final int WORDS = 7;

  private final Map<String, List<Entry>> byJob = new HashMap<>();

  private Diaries() {}

  static Diaries read(Path directory) throws IOException {
    Diaries diaries = new Diaries();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          Entry entry = Entry.of(line.split("\t", -1));
          diaries.byJob.computeIfAbsent(entry.job(), job -> new ArrayList<>()).add(entry);
        }
      }
    }
    // Stable: what one process wrote in one millisecond stays in its order.
    diaries.byJob.values().forEach(list -> list.sort(Comparator.comparingLong(Entry::at)));
    return diaries;
  }

  /** What happened to a job, the earliest first. */
  List<Entry> of(String job) {
    return byJob.getOrDefault(job, List.of());
  }

  /** All jobs that were begun or ended. */
  Set<String> jobs() {
    return Set.copyOf(byJob.keySet());
  }

  /** How many attempts were begun at all jobs. */
  long attempts() {
    return byJob.values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.event().equals(Entry.BEGAN))
        .count();
  }

  /**
   * How long it took, in milliseconds, until others went on with what killed processes had been
   * working on.
   */
  List<Long> takeovers(List<Node.Death> deaths) {
    List<Long> delays = new ArrayList<>();
    for (List<Entry> entries : byJob.values()) {
      for (Node.Death death : deaths) {
        unfinished(entries, death)
            .flatMap(left -> next(entries, death))
            .ifPresent(next -> delays.add(next.at() - death.at()));
      }
    }
    delays.sort(Comparator.naturalOrder());
    return delays;
  }

  /** The attempt that a process was in when it was killed. */
  private static Optional<Entry> unfinished(List<Entry> entries, Node.Death death) {
    return entries.stream()
        .filter(entry -> entry.isOf(death))
        .reduce((earlier, later) -> later)
        .filter(last -> !last.event().equals(Entry.ENDED));
  }

  private static Optional<Entry> next(List<Entry> entries, Node.Death death) {
    return entries.stream()
        .filter(entry -> entry.at() >= death.at() && !entry.isOf(death))
        .filter(entry -> entry.event().equals(Entry.BEGAN))
        .findFirst();
  }

  /**
   * A line.
   *
   * @param at when, in milliseconds since 1970
   * @param node the name of the node
   * @param pid its process
   * @param event {@link #BEGAN}, {@link #MADE} or {@link #ENDED}
   * @param job the job
   * @param attempt the attempt at it
   * @param what a nonce or, of the last event, a state
   */
  record Entry(long at, String node, long pid, String event, String job, int attempt, String what) {

    static final String BEGAN = "began";
    static final String MADE = "made";
    static final String ENDED = "ended";

    static Entry of(String[] words) {
      if (words.length != WORDS) {
        throw new IllegalStateException("no line of a diary: " + String.join(" ", words));
      }
      return new Entry(
          Long.parseLong(words[0]),
          words[1],
          Long.parseLong(words[2]),
          words[3],
          words[4],
          Integer.parseInt(words[5]),
          words[6]);
    }

    boolean isOf(Node.Death death) {
      return node.equals(death.node()) && pid == death.pid();
    }
  }
}
