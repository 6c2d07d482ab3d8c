package org.asyncjob.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.asyncjob.faults.Diaries.Entry;
import org.asyncjob.faults.server.Proof;

/**
 * Holds every 202 against what has come of it: one end each, the right result, and a diary that
 * tells the same story.
 */
final class Judge {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOKERS = 8;
  private static final long PAUSE_MILLIS = 100;

  private final Trial trial;
  private final Report report;
  private final Predicate<Ending> excuse;
  private final Map<Integer, String> conversions;

  Judge(Trial trial) throws IOException, InterruptedException {
    this(trial, ending -> false);
  }

  /**
   * One that is lenient.
   *
   * @param excuse which failures of copies and conversions are the fault's, and nobody's else
   */
  Judge(Trial trial, Predicate<Ending> excuse) throws IOException, InterruptedException {
    this.trial = trial;
    this.excuse = excuse;
    report = trial.report();
    conversions = Conversions.expected(trial.clip(), trial.directory().resolve("scratch"));
  }

  /** Waits until every job that was accepted has ended. */
  void awaitAll(Door door, Duration patience) throws InterruptedException {
    List<Accepted> all = trial.journal().all();
    report.say("looking at %d jobs", all.size());
    AtomicInteger next = new AtomicInteger();
    long end = System.nanoTime() + patience.toNanos();
    List<Thread> lookers = new ArrayList<>();
    for (int i = 0; i < LOOKERS; i++) {
      lookers.add(trial.thread("judge-" + i, () -> look(door, all, next, end)));
    }
    for (Thread looker : lookers) {
      looker.join();
    }
  }

  /** Waits until every job that was accepted has ended, and judges all of them. */
  void judge(Door door, Duration patience) throws IOException, InterruptedException {
    awaitAll(door, patience);
    List<Accepted> all = trial.journal().all();
    Diaries diaries = Diaries.read(trial.directory());
    for (Accepted accepted : all) {
      Optional<Ending> ending = trial.endings().of(accepted);
      if (ending.isEmpty()) {
        report.count("jobs that have not ended");
        report.complain("%s has not ended: %s", accepted, diaries.of(accepted.job()));
      } else {
        judge(accepted, ending.get(), diaries.of(accepted.job()));
      }
    }
    Set<String> known = all.stream().map(Accepted::job).collect(Collectors.toSet());
    diaries.jobs().stream()
        .filter(job -> !known.contains(job))
        .forEach(job -> report.complain("%s is no order's: %s", job, diaries.of(job)));
    report.say(
        "%d jobs, %d attempts at them, %d ended", all.size(), diaries.attempts(), endedOf(all));
  }

  private long endedOf(List<Accepted> all) {
    return all.stream().filter(accepted -> trial.endings().of(accepted).isPresent()).count();
  }

  private void look(Door door, List<Accepted> all, AtomicInteger next, long end)
      throws IOException, InterruptedException {
    try (Customer customer = new Customer(trial, door)) {
      for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
        Accepted accepted = all.get(i);
        Optional<Ending> ending = customer.look(accepted);
        while (ending.isEmpty() && System.nanoTime() < end) {
          Thread.sleep(PAUSE_MILLIS);
          ending = customer.look(accepted);
        }
        ending.ifPresent(seen -> trial.endings().seen(accepted, seen));
      }
    }
  }

  private void judge(Accepted accepted, Ending ending, List<Entry> diary) {
    Order order = accepted.order();
    report.count("jobs " + ending.fate().name().toLowerCase(Locale.ROOT));
    boolean isFitting =
        switch (ending.fate()) {
          case SUCCEEDED -> !order.kind().equals(Order.REFUSE) && proves(accepted, ending, diary);
          case FAILED ->
              order.kind().equals(Order.REFUSE) ? refuses(order, ending) : excuse.test(ending);
          case CANCELED, GONE -> order.canceled();
          case LOST, WITHOUT_RESULT -> false;
        };
    if (!isFitting) {
      report.complain("%s ended as %s; the diaries say %s", accepted, ending, diary);
    }
    long ends = diary.stream().filter(entry -> entry.event().equals(Entry.ENDED)).count();
    if (ends > 1) {
      report.complain("%s was ended %d times: %s", accepted, ends, diary);
    }
    if (diary.stream().filter(entry -> entry.event().equals(Entry.BEGAN)).count() > 1) {
      report.count("jobs that took more than one attempt");
    }
  }

  private static boolean refuses(Order order, Ending ending) {
    return ending.evidence().contains(order.token());
  }

  private boolean proves(Accepted accepted, Ending ending, List<Entry> diary) {
    Order order = accepted.order();
    if (order.kind().equals(Order.MP3)) {
      return ending.content().equals(conversions.get(order.bitrate()));
    }
    try {
      Proof proof = JSON.readValue(ending.evidence(), Proof.class);
      String hash = Order.sha256(order.input());
      return proof.job().equals(accepted.job())
          && proof.token().equals(order.token())
          && proof.input().equals(hash)
          && (order.kind().equals(Order.STAMP) || ending.content().equals(hash))
          && diary.stream().anyMatch(entry -> isMaking(entry, proof));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean isMaking(Entry entry, Proof proof) {
    return entry.event().equals(Entry.MADE)
        && entry.what().equals(proof.nonce())
        && entry.attempt() == proof.attempt()
        && entry.node().equals(proof.node());
  }
}
