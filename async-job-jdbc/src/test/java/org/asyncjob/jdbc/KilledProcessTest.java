package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledProcessTest {

  private static final int KILLS = 3;
  private static final int WRITES = 300;

  @TempDir private Path directory;

  /** The latest revision of each job that the process was told is stored. */
  private final Map<JobId, Long> told = new HashMap<>();

  @Test
  void whatAProcessWasToldIsStoredWhenItIsKilledAndComesBack() throws Exception {
    Path file = directory.resolve("jobs.db");
    for (int kill = 0; kill < KILLS; kill++) {
      writeUntilKilled(file);

      try (JdbcJobStore store = JdbcJobStore.sqlite(file)) {
        told.forEach(
            (id, revision) -> {
              Job found = store.find(id).orElseThrow();
              assertThat(found.revision()).isBetween(revision, 2L);
              assertThat(found.request().caller()).contains("Zoë");
            });
        assertThat(store.unfinished()).hasSizeGreaterThanOrEqualTo(told.size());
      }
    }
    assertThat(told).hasSizeGreaterThan(KILLS * WRITES / 2);
  }

  private void writeUntilKilled(Path file) throws IOException, InterruptedException {
    Path printed = directory.resolve("printed");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                file.toString())
            .redirectError(directory.resolve("errors").toFile())
            .redirectOutput(printed.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(lines(printed)).hasSizeGreaterThan(WRITES));
    } finally {
      process.destroyForcibly().waitFor();
    }
    lines(printed).forEach(this::remember);
  }

  /** Without what stands behind the last line end: it may be half a line. */
  private static List<String> lines(Path printed) throws IOException {
    String text = Files.readString(printed);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private void remember(String line) {
    int space = line.indexOf(' ');
    told.merge(
        new JobId(line.substring(0, space)), Long.valueOf(line.substring(space + 1)), Math::max);
  }
}
