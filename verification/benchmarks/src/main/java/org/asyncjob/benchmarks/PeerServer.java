package org.asyncjob.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.server.ResourceConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Another library's queue in Jersey on Grizzly, with the settings that {@link NoOpServer} has. */
@Command(
    name = "peer-server",
    mixinStandardHelpOptions = true,
    description = "Serves jobs that do nothing, kept by another library: POST /jobs with any JSON.")
public final class PeerServer implements Callable<Integer> {

  /** What can be compared with ours. */
  enum Peer {
    SQLITE {
      @Override
      PeerQueue open(String url, boolean runsJobs) throws SQLException {
        return new OneCommitQueue(Path.of(url));
      }
    },
    DB_SCHEDULER {
      @Override
      PeerQueue open(String url, boolean runsJobs) throws SQLException {
        return new DbSchedulerQueue(Databases.pool(url), runsJobs);
      }
    },
    JOBRUNR {
      @Override
      PeerQueue open(String url, boolean runsJobs) {
        return new JobRunrQueue(Databases.pool(url), runsJobs);
      }
    };

    /**
     * Opens its queue.
     *
     * @param url a file for SQLite, else a JDBC URL
     */
    abstract PeerQueue open(String url, boolean runsJobs) throws SQLException;
  }

  @Mixin private final Listener listener = new Listener();

  @Option(
      names = "--peer",
      required = true,
      description = "Which one: ${COMPLETION-CANDIDATES}; sqlite commits once for each job.")
  private Peer peer = Peer.DB_SCHEDULER;

  @Option(
      names = "--url",
      required = true,
      description = "Where it keeps jobs: a JDBC URL of PostgreSQL, for sqlite a file.")
  private String url = "";

  @Option(names = "--enqueue-only", description = "Run no job.")
  private boolean enqueueOnly;

  private PeerServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new PeerServer())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    try (PeerQueue queue = peer.open(url, !enqueueOnly)) {
      System.out.println("listening on " + Listener.uri(serve(listener, queue)));
      new CountDownLatch(1).await();
    }
    return 0;
  }

  static HttpServer serve(Listener listener, PeerQueue queue) throws IOException {
    return listener.serve(new ResourceConfig().registerInstances(new PeerJobs(queue)));
  }
}
