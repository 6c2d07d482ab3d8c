package org.asyncjob.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.asyncjob.faults.server.Proof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge that finds nothing wrong proves nothing unless it finds what is. */
class JudgeTest {

  private static final Order ORDER = Order.stamp(1);
  private static final Accepted ACCEPTED = new Accepted(ORDER, "/jobs/stamp/a1");
  private static final Door CLOSED = () -> URI.create("http://127.0.0.1:1/");

  @TempDir private Path directory;
  private Trial trial;

  @BeforeEach
  void begin() throws Exception {
    trial = Trial.of("judge", directory, 1, directory.resolve("log"));
    trial.journal().add(ACCEPTED);
  }

  @AfterEach
  void end() throws Exception {
    trial.close();
  }

  @Test
  void aResultThatProvesWhoseItIsIsFine() throws Exception {
    diary("began\ta1\t1\tn1", "made\ta1\t1\tn1", "ended\ta1\t1\tSUCCEEDED");
    ended(proof("a1", ORDER.token(), 1, "n1"));

    assertThat(complaints()).isEmpty();
  }

  @Test
  void aJobThatDoesNotEndIsFound() throws Exception {
    diary("began\ta1\t1\tn1");

    assertThat(complaints()).anyMatch(wrong -> wrong.contains("has not ended"));
  }

  @Test
  void aJobThatNobodyKnowsAnyMoreIsFound() throws Exception {
    trial.endings().seen(ACCEPTED, new Ending(Ending.Fate.LOST, "", ""));

    assertThat(complaints()).anyMatch(wrong -> wrong.contains("LOST"));
  }

  @Test
  void theResultOfAnotherOrderIsFound() throws Exception {
    diary("began\ta1\t1\tn1", "made\ta1\t1\tn1");
    ended(proof("a1", "stamp-2", 1, "n1"));

    assertThat(complaints()).hasSize(1);
  }

  @Test
  void theResultOfAnotherJobIsFound() throws Exception {
    diary("began\ta1\t1\tn1", "made\ta1\t1\tn1");
    ended(proof("b2", ORDER.token(), 1, "n1"));

    assertThat(complaints()).hasSize(1);
  }

  @Test
  void aResultThatNoAttemptHasMadeIsFound() throws Exception {
    diary("began\ta1\t1\tn1", "made\ta1\t1\tn1");
    ended(proof("a1", ORDER.token(), 1, "n2"));

    assertThat(complaints()).hasSize(1);
  }

  @Test
  void aSecondEndIsFound() throws Exception {
    diary(
        "began\ta1\t1\tn1",
        "made\ta1\t1\tn1",
        "ended\ta1\t1\tSUCCEEDED",
        "ended\ta1\t2\tSUCCEEDED");
    ended(proof("a1", ORDER.token(), 1, "n1"));

    assertThat(complaints()).anyMatch(wrong -> wrong.contains("was ended 2 times"));
  }

  @Test
  void aResultThatIsAnotherOneLaterIsFound() throws Exception {
    diary("began\ta1\t1\tn1", "made\ta1\t1\tn1", "began\ta1\t2\tn2", "made\ta1\t2\tn2");
    ended(proof("a1", ORDER.token(), 1, "n1"));
    ended(proof("a1", ORDER.token(), 2, "n2"));

    assertThat(complaints()).anyMatch(wrong -> wrong.contains("ended twice"));
  }

  @Test
  void aSecondJobForOneOrderIsFound() throws Exception {
    diary("began\ta1\t1\tn1", "made\ta1\t1\tn1", "began\tb2\t1\tn2", "made\tb2\t1\tn2");
    ended(proof("a1", ORDER.token(), 1, "n1"));

    assertThat(complaints()).anyMatch(wrong -> wrong.contains("b2 is no order's"));
  }

  @Test
  void aFailureThatNobodyAskedForIsFound() throws Exception {
    trial.endings().seen(ACCEPTED, new Ending(Ending.Fate.FAILED, "went wrong", ""));

    assertThat(complaints()).anyMatch(wrong -> wrong.contains("went wrong"));
  }

  private List<String> complaints() throws Exception {
    new Judge(trial).judge(CLOSED, Duration.ZERO);
    return trial.report().complaints();
  }

  private void ended(Proof proof) throws Exception {
    String json = new ObjectMapper().writeValueAsString(proof);
    trial.endings().seen(ACCEPTED, new Ending(Ending.Fate.SUCCEEDED, json, ""));
  }

  private static Proof proof(String job, String token, int attempt, String nonce) {
    return new Proof(job, token, Order.sha256(new byte[0]), attempt, nonce, "node");
  }

  private void diary(String... lines) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append("1\tnode\t7\t").append(line).append('\n');
    }
    Files.writeString(directory.resolve("node.diary"), text);
  }
}
