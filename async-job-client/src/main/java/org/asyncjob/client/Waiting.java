package org.asyncjob.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits for the end of jobs: by events where they get through, and else by asking. */
final class Waiting {

  /** A proxy that collects events is not waited for. */
  private static final Duration LATEST_BEGINNING = Duration.ofSeconds(10);

  /** What ends earlier has not been worth its request. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  private static final int MOST_SHORT_ONES = 3;

  /**
   * How to wait.
   *
   * @param events whether to ask for events at all
   * @param hold how long the server may hold answers that are not events; zero for not at all
   */
  record Ways(boolean events, Duration hold) {}

  private final StatusRequests requests;
  private final Ways ways;
  private final Patience toAsk;
  private final Patience toFollow;

  /**
   * Creates it.
   *
   * @param patience with a busy server, and with one that cannot be reached
   */
  Waiting(StatusRequests requests, Ways ways, Duration patience) {
    this.requests = requests;
    this.ways = ways;
    toAsk = new Patience(patience, lost -> true);
    // A connection that breaks ends a stream, which has rules of its own.
    toFollow = new Patience(patience, lost -> !lost.contacted());
  }

  /** Waits for the end of one. */
  RemoteJob await(RemoteJob job, Consumer<RemoteJob> listener) throws InterruptedException {
    return new Wait(job, listener).end();
  }

  /** Somebody who waits. */
  private final class Wait {

    private final Consumer<RemoteJob> listener;
    private RemoteJob latest;
    private Resumption resumption = Resumption.NONE;

    private Wait(RemoteJob job, Consumer<RemoteJob> listener) {
      this.listener = listener;
      latest = job;
    }

    private RemoteJob end() throws InterruptedException {
      Duration pause = ways.events() ? follow() : pauseAfter(latest.progress().pollAfter());
      while (!latest.status().isFinished()) {
        Thread.sleep(pause.toMillis());
        Polled answer = toAsk.with(() -> requests.ask(latest.url(), ways.hold()));
        pause = answer.pause();
        hear(answer.job());
      }
      return latest;
    }

    private void hear(RemoteJob job) {
      latest = job;
      listener.accept(job);
    }

    /** Whoever has answers held need not wait before asking for one. */
    private Duration pauseAfter(Duration asked) {
      return ways.hold().isZero() ? asked : Duration.ZERO;
    }

    /**
     * Follows the job to its end, or until that turns out to be no way.
     *
     * @return how long to leave the server alone then
     */
    private Duration follow() throws InterruptedException {
      int shortOnes = 0;
      while (!latest.status().isFinished() && shortOnes < MOST_SHORT_ONES) {
        long begin = System.nanoTime();
        Optional<Duration> end = followOnce();
        if (end.isPresent()) {
          return end.get();
        }
        boolean isShort = System.nanoTime() - begin < SHORT.toNanos();
        shortOnes = isShort ? shortOnes + 1 : 0;
        Thread.sleep(resumption.pause().toMillis());
      }
      return Duration.ZERO;
    }

    /** Empty if another stream may go on; otherwise how long to leave the server alone. */
    private Optional<Duration> followOnce() throws InterruptedException {
      try (EventFeed feed = toFollow.with(this::open)) {
        EventFeed.Beginning beginning = feed.begin(LATEST_BEGINNING);
        if (beginning.document().isPresent()) {
          Polled document = beginning.document().get();
          hear(document.job());
          return Optional.of(pauseAfter(document.pause()));
        }
        if (!beginning.isStream()) {
          return Optional.of(Duration.ZERO);
        }
        return listen(feed);
      }
    }

    private EventFeed open() throws InterruptedException {
      EventFeed feed = requests.follow(latest.url(), resumption);
      try {
        feed.begin(LATEST_BEGINNING);
        return feed;
      } catch (InterruptedException | RuntimeException e) {
        feed.close();
        throw e;
      }
    }

    private Optional<Duration> listen(EventFeed feed) throws InterruptedException {
      while (true) {
        Optional<RemoteJob> news;
        try {
          news = feed.next();
        } catch (UnexpectedAnswerException e) {
          return Optional.of(Duration.ZERO); // the answer to a question will tell what is wrong
        }
        resumption = feed.resumption();
        if (news.isEmpty()) {
          return Optional.empty();
        }
        hear(news.get());
        if (latest.status().isFinished()) {
          return Optional.of(Duration.ZERO);
        }
      }
    }
  }
}
