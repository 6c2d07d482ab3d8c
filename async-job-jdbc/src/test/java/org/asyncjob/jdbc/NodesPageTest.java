package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodesPageTest {

  @Test
  void theNodesOfThePageAnswerForEachOther(@TempDir Path directory) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.newSchema());
    Path shared = directory.resolve("shared");
    try (HikariDataSource pool = new HikariDataSource(config);
        JobEngine first =
            NodesPage.node(pool, shared, directory.resolve("1"), (o, c) -> c.json(Map.of("n", 7)));
        JobEngine second =
            NodesPage.node(
                pool, shared, directory.resolve("2"), (o, c) -> c.json(Map.of("n", 7)))) {
      first.start();
      second.start();

      JobId id = first.submit(JobRequest.builder("report").build()).id();

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> second.find(id).orElseThrow().result().isPresent());
      assertThat(second.find(id).orElseThrow().result()).contains(new JobResult.Json("{\"n\":7}"));
    }
  }
}
