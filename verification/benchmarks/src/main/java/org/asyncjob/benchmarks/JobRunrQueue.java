package org.asyncjob.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr with its shortest poll interval, 5 seconds. */
final class JobRunrQueue implements PeerQueue {

  private static final int POLL_SECONDS = 5;

  private final HikariDataSource database;
  private final StorageProvider jobs;
  private final JobRequestScheduler scheduler;

  JobRunrQueue(HikariDataSource database, boolean runsJobs) {
    this.database = database;
    jobs = SqlStorageProviderFactory.using(database);
    JobRunrConfiguration configuration = JobRunr.configure().useStorageProvider(jobs);
    scheduler =
        configuration
            .useBackgroundJobServerIf(
                runsJobs,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                    .andPollIntervalInSeconds(POLL_SECONDS)
                    .andWorkerCount(Runtime.getRuntime().availableProcessors()))
            .initialize()
            .getJobRequestScheduler();
  }

  @Override
  public String enqueue(String json) {
    return scheduler.enqueue(new NoOp(json)).asUUID().toString();
  }

  @Override
  public boolean isDone(String id) {
    return jobs.getJobById(UUID.fromString(id)).getState() == StateName.SUCCEEDED;
  }

  @Override
  public void close() {
    JobRunr.destroy();
    database.close();
  }

  /**
   * A job that does nothing.
   *
   * @param json what was asked for
   */
  public record NoOp(String json) implements JobRequest {
    @Override
    public Class<NoOpHandler> getJobRequestHandler() {
      return NoOpHandler.class;
    }
  }

  /** Does nothing. */
  public static final class NoOpHandler implements JobRequestHandler<NoOp> {

    /** JobRunr makes it. */
    public NoOpHandler() {}

    @Override
    public void run(NoOp request) {}
  }
}
