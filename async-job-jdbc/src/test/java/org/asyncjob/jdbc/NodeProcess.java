package org.asyncjob.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.SharedJobStore;
import org.asyncjob.store.FileBlobStore;

/**
 * A node in a process of its own, which does what it reads: {@code submit}, {@code finish} what
 * runs, {@code quit}. It writes the id of a job that it has accepted, {@code started} when it runs,
 * and {@code closed} at its end. Arguments: the database's URL, the directory of the blobs, and
 * {@code forceful} for a node whose store lets it write what it likes.
 */
final class NodeProcess {

  private static final CountDownLatch FINISH = new CountDownLatch(1);

  private NodeProcess() {}

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    try (HikariDataSource database = new HikariDataSource(config);
        JdbcJobStore store = JdbcJobStore.open(database)) {
      SharedJobStore shared = (SharedJobStore) store;
      DbSchedulerJobExecutor executor =
          DbSchedulerJobExecutor.builder(store)
              .workers(1)
              .heartbeatInterval(Duration.ofMillis(500))
              .build();
      JobEngine engine =
          JobEngine.builder()
              .store(arguments[2].equals("forceful") ? new ForcefulJobStore(shared) : shared)
              .blobs(new FileBlobStore(Path.of(arguments[1])))
              .executor(executor)
              .workDirectory(Files.createTempDirectory("node"))
              .handler("held", Map.class, (options, context) -> held(context))
              .build();
      engine.start();
      obey(engine);
      engine.close(Duration.ofMinutes(1));
    }
    System.out.println("closed");
  }

  private static JobResult held(JobContext context) {
    System.out.println("started");
    boolean isFinished = false;
    while (!isFinished) {
      try {
        FINISH.await();
        isFinished = true;
      } catch (InterruptedException e) {
        // As work is that notices nothing: what it has done in the end must be refused all the
        // same.
        Thread.interrupted();
      }
    }
    return context.json(Map.of("by", "the process"));
  }

  private static void obey(JobEngine engine) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      switch (order) {
        case "submit" -> System.out.println(engine.submit(JobRequest.builder("held").build()).id());
        case "finish" -> FINISH.countDown();
        case "quit" -> {
          return;
        }
        default -> throw new IllegalArgumentException(order);
      }
    }
    Runtime.getRuntime().halt(1);
  }
}
