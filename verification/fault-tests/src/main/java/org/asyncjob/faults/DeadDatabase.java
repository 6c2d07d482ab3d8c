package org.asyncjob.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Two nodes on a PostgreSQL that is killed under load and comes back after a while. */
final class DeadDatabase {

  private static final int CUSTOMERS = 6;
  private static final Duration AWAY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int UNAVAILABLE = 503;

  private DeadDatabase() {}

  static void run(Trial trial, int jobs, int kills) throws IOException, InterruptedException {
    Judge judge = new Judge(trial);
    int share = Math.max(1, jobs / (kills + 1));
    Pace pace = new Pace(jobs, share);
    try (Database database = Database.start(trial.directory().resolve("postgres"));
        Nodes nodes = ThreeNodes.onDatabase(trial, database.url(), "one", "two")) {
      nodes.startAll();
      try (Load load =
          Load.start(
              trial, nodes::any, pace, CUSTOMERS, number -> Order.of(trial.seed(), number))) {
        for (int kill = 1; kill <= kills; kill++) {
          Thread.sleep(500 + trial.random().nextInt(1_500));
          database.kill();
          trial.report().say("PostgreSQL is killed; %d accepted", trial.journal().size());
          for (Node node : nodes.all()) {
            assertAskedToComeBack(trial, node.base().orElseThrow());
          }
          Thread.sleep(AWAY.toMillis());
          database.restart();
          trial.report().say("PostgreSQL is back");
          pace.allow(share);
        }
        pace.allowAll();
        load.awaitSubmitted();
        judge.judge(nodes::any, PATIENCE);
      }
      countKept(trial);
    }
    trial.report().sum();
  }

  private static void assertAskedToComeBack(Trial trial, URI base)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest submission =
        HttpRequest.newBuilder(base.resolve("jobs/stamp"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofMinutes(1))
            .POST(BodyPublishers.ofString("{\"token\":\"nobody's\",\"millis\":0}"))
            .build();
    long start = System.nanoTime();
    HttpResponse<String> answer = client.send(submission, BodyHandlers.ofString());
    trial
        .report()
        .say(
            "a submission is answered with %d and Retry-After %s after %d ms",
            answer.statusCode(),
            answer.headers().firstValue("Retry-After").orElse("(none)"),
            Duration.ofNanos(System.nanoTime() - start).toMillis());
    if (answer.statusCode() != UNAVAILABLE
        || answer.headers().firstValue("Retry-After").isEmpty()) {
      trial.report().complain("without a database, a submission got %s: %s", answer, answer.body());
    }
  }

  /** Jobs whose work was not done again, although their result could not be written at first. */
  private static void countKept(Trial trial) throws IOException {
    Diaries diaries = Diaries.read(trial.directory());
    for (Accepted accepted : trial.journal().all()) {
      List<Diaries.Entry> entries = diaries.of(accepted.job());
      long madeAt = at(entries, Diaries.Entry.MADE);
      if (at(entries, Diaries.Entry.ENDED) - madeAt > AWAY.toMillis() / 2 && madeAt > 0) {
        trial.report().count("results that were kept until the database was back");
      }
    }
  }

  private static long at(List<Diaries.Entry> entries, String event) {
    return entries.stream()
        .filter(entry -> entry.event().equals(event))
        .mapToLong(Diaries.Entry::at)
        .reduce(0, (earlier, later) -> later);
  }
}
