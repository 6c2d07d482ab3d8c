package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Nodes in processes of their own, which are killed, or stopped and continued. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadNodesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JobResult BY_OTHER = new JobResult.Json("{\"by\":\"the other\"}");
  private static final JobResult BY_PROCESS = new JobResult.Json("{\"by\":\"the process\"}");

  @TempDir private Path directory;
  private Cluster cluster;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    cluster = new Cluster(directory);
  }

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    cluster.close();
  }

  @Test
  void theJobsOfANodeThatIsKilledAreDoneByAnother() throws Exception {
    NodeOutside killed = start("checked");
    JobId id = killed.begin();
    Cluster.Node other = other();

    killed.process.destroyForcibly();

    Job job = awaitEnd(other, id);
    assertThat(job.result()).contains(BY_OTHER);
    assertThat(job.attempt()).isEqualTo(2);
  }

  @Test
  void whatANodeWritesThatWasStoppedBeyondItsLeaseIsRefused() throws Exception {
    assertThat(afterTheStoppedNodeHasWritten("checked").result()).contains(BY_OTHER);
  }

  @Test
  void withoutTheCheckItWouldReplaceWhatTheOtherHasWritten() throws Exception {
    assertThat(afterTheStoppedNodeHasWritten("forceful").result()).contains(BY_PROCESS);
  }

  /** The job, of which a second node has written the result before a stopped one went on. */
  private Job afterTheStoppedNodeHasWritten(String store) throws Exception {
    NodeOutside stopped = start(store);
    JobId id = stopped.begin();
    Cluster.Node other = other();

    stopped.signal("STOP");
    Job done = awaitEnd(other, id);
    assertThat(done.result()).contains(BY_OTHER);

    stopped.signal("CONT");
    stopped.order("finish");
    stopped.order("quit");
    stopped.awaitLine("closed");
    return other.engine().find(id).orElseThrow();
  }

  private Cluster.Node other() throws Exception {
    return cluster.node(
        engine ->
            engine.handler(
                "held", Map.class, (options, context) -> context.json(Map.of("by", "the other"))));
  }

  private static Job awaitEnd(Cluster.Node node, JobId id) {
    await()
        .atMost(PATIENCE)
        .until(() -> node.engine().find(id).orElseThrow().state() == JobState.SUCCEEDED);
    return node.engine().find(id).orElseThrow();
  }

  private NodeOutside start(String store) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                url(),
                cluster.blobs().toString(),
                store)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return new NodeOutside(process);
  }

  private String url() {
    PGSimpleDataSource database = (PGSimpleDataSource) cluster.database();
    return database.getUrl() + "&user=" + database.getUser();
  }

  /** A node in another process. */
  private static final class NodeOutside {

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;

    private NodeOutside(Process process) {
      this.process = process;
      answers = process.inputReader(StandardCharsets.UTF_8);
      orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    private void order(String order) {
      orders.println(order);
    }

    /** Has a job submitted and waits until it runs. */
    private JobId begin() throws IOException {
      order("submit");
      JobId id = null;
      boolean hasStarted = false;
      while (id == null || !hasStarted) {
        String line = answers.readLine();
        assertThat(line).as("what the node says").isNotNull();
        hasStarted |= line.equals("started");
        id = JobId.parse(line).orElse(id);
      }
      return id;
    }

    private void awaitLine(String expected) throws IOException {
      String line = answers.readLine();
      while (!expected.equals(line)) {
        assertThat(line).as("what the node says").isNotNull();
        line = answers.readLine();
      }
    }

    private void signal(String name) throws Exception {
      assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "there are no signals");
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      assertThat(kill.waitFor()).isZero();
    }
  }
}
