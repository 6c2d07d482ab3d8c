package org.asyncjob.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.asyncjob.verification.tools.SystemTool;

/**
 * One node with SQLite whose disk now and then says EIO when it is to keep something (fsync). What
 * it has promised has to be there all the same when it is killed and the disk is whole again.
 */
final class FailingSync {

  private static final int CUSTOMERS = 8;
  private static final String SICK =
      "enable_random name=posix/io/sync/*,probability=0.1,failnum=1,failinfo=5";
  private static final String WHOLE = "disable name=posix/io/sync/*";

  /** Java's own helper for starting processes cannot stand to be preloaded. */
  private static final String SPAWNING =
      "JDK_JAVA_OPTIONS=-Djdk.lang.Process.launchMechanism=VFORK";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private FailingSync() {}

  /**
   * Runs it.
   *
   * @param sickness how long the disk is not whole
   */
  static void run(Trial trial, int jobs, Duration sickness)
      throws IOException, InterruptedException {
    Judge judge = new Judge(trial, ending -> ending.evidence().contains("not reach its store"));
    Path control = trial.directory().resolve("control");
    Path fiuRun = SystemTool.FIU_RUN.path();
    List<String> prefix =
        List.of("env", SPAWNING, fiuRun.toString(), "-x", "-f", control.toString());
    Pace pace = new Pace(jobs, jobs / 3);
    try (Node sick = new Node("node", trial.directory(), prefix, List.of()).start()) {
      try (Load load =
          Load.start(
              trial,
              Nodes.of(sick)::any,
              pace,
              CUSTOMERS,
              number -> Order.of(trial.seed(), number))) {
        tell(fiuRun, control, sick, SICK);
        trial.report().say("one in ten fsync fails from now on");
        pace.allow(jobs / 3);
        Thread.sleep(sickness.toMillis());
        tell(fiuRun, control, sick, WHOLE);
        trial.report().say("none fails any more; %d accepted", trial.journal().size());
        pace.allowAll();
        load.awaitSubmitted();
      }
      sick.kill();
    }
    try (Node node = trial.node("node").start()) {
      judge.judge(Nodes.of(node)::any, PATIENCE);
    }
    trial.report().sum();
  }

  private static void tell(Path fiuRun, Path control, Node node, String command)
      throws IOException, InterruptedException {
    Process fiuCtrl =
        new ProcessBuilder(
                fiuRun.resolveSibling("fiu-ctrl").toString(),
                "-c",
                command,
                "-f",
                control.toString(),
                Long.toString(node.pid()))
            .redirectErrorStream(true)
            .start();
    String said = new String(fiuCtrl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (fiuCtrl.waitFor() != 0 || !said.isBlank()) {
      throw new IOException("fiu-ctrl has not done it: " + said);
    }
  }
}
