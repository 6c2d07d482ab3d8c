package org.asyncjob.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of fault, for as long as a build can wait. The long forms are run by hand. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShortFormsIT {

  /** Here nobody measures: a busy machine may take its time. */
  private static final Duration ANY_TIME = Duration.ofMinutes(10);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void aNodeThatIsKilledAgainAndAgainLosesNothing() throws Exception {
    assertNothingWrong("single", trial -> SingleNode.run(trial, 300, 6));
  }

  @Test
  void nodesThatAreKilledAtRandomLoseNothing() throws Exception {
    assertNothingWrong("nodes", trial -> ThreeNodes.run(trial, 400, 5, ANY_TIME));
  }

  @Test
  void aNodeThatStoodStillDoesNotOverwriteWhatAnotherHasWritten() throws Exception {
    assertNothingWrong("pause", trial -> PausedNode.run(trial, 150, 1));
  }

  @Test
  void aDatabaseThatIsKilledLosesNothing() throws Exception {
    assertNothingWrong("database", trial -> DeadDatabase.run(trial, 400, 1));
  }

  @Test
  void aFullDiskRefusesWhatDoesNotFitAndKeepsTheRest() throws Exception {
    assertNothingWrong("disk", trial -> FullDisk.run(trial, 60));
  }

  @Test
  void aDiskThatFailsToKeepWhatIsWrittenIsNotBelieved() throws Exception {
    assertNothingWrong("fsync", trial -> FailingSync.run(trial, 200, Duration.ofSeconds(5)));
  }

  @Test
  void brokenConnectionsMakeNoSecondJob() throws Exception {
    assertNothingWrong("connections", trial -> BrokenConnections.run(trial, 300));
  }

  @Test
  void aLongQueueIsThereAfterAKill() throws Exception {
    assertNothingWrong("queue", trial -> LongQueue.run(trial, 2_000, ANY_TIME));
  }

  @Test
  void aLongQueueInPostgresIsThereAfterAKill() throws Exception {
    assertNothingWrong("shared-queue", trial -> LongQueue.runShared(trial, 1_000, ANY_TIME));
  }

  private void assertNothingWrong(String name, Faults.Scenario scenario) throws Exception {
    long seed = ThreadLocalRandom.current().nextInt(1_000_000);
    Path log = Path.of("target", "short-logs", name + ".log");
    try (Trial trial =
        Trial.of(name, Files.createDirectories(directory.resolve(name)), seed, log)) {
      try {
        scenario.run(trial);
      } catch (SmallDisk.NotPermittedException e) {
        assumeThat(e).as("a file system of a few megabytes is needed").isNull();
      }
      assertThat(trial.report().complaints()).isEmpty();
    }
  }
}
