package org.asyncjob.jdbc;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.asyncjob.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the row of a job that was picked here, or whose node is dead. */
final class JobTask extends AbstractSchedulerListener {

  private static final Logger LOG = LoggerFactory.getLogger(JobTask.class);
  private static final int TRIES = 3;

  /** When a job is called for again that nobody has brought forward. */
  private static final Duration LATER = Duration.ofSeconds(2);

  private final TaskTable table;
  private final SchedulerDatabase database;
  private final LeasedRuns runs;
  private final HandOver handOver;
  private final Consumer<JobId> runner;

  JobTask(
      TaskTable table,
      SchedulerDatabase database,
      LeasedRuns runs,
      HandOver handOver,
      Consumer<JobId> runner) {
    this.table = table;
    this.database = database;
    this.runs = runs;
    this.handOver = handOver;
    this.runner = runner;
  }

  /** Returns what is to be registered with the scheduler. */
  CustomTask<Void> task() {
    return Tasks.custom(table.taskName(), Void.class)
        .onFailure((failed, row) -> row.reschedule(failed, database.in(Duration.ofMinutes(1))))
        .onDeadExecution(this::revive)
        .execute(this::run);
  }

  private CompletionHandler<Void> run(TaskInstance<Void> instance, ExecutionContext context) {
    JobId id = new JobId(instance.getId());
    Optional<LeasedRun> begun = runs.begin(id);
    handOver.begun(id);
    if (begun.isEmpty()) {
      return (complete, row) -> row.reschedule(complete, database.in(Duration.ZERO));
    }
    LeasedRun run = begun.get();
    try {
      runner.accept(run.id());
    } catch (Throwable e) {
      LOG.error("the runner threw while it ran job {}, which it must not", run, e);
      run.askAgain(Instant.now().plus(LATER));
    } finally {
      run.returned();
    }
    return (complete, row) -> {
      try {
        end(run, complete, row);
      } finally {
        runs.end(run);
      }
    };
  }

  private void end(LeasedRun run, ExecutionComplete complete, ExecutionOperations<Void> row) {
    RowEnd end = run.decided();
    for (int tries = 1; ; tries++) {
      try {
        write(run, end, complete, row);
        return;
      } catch (ExecutionException e) {
        LOG.debug("the row of job {} has changed", run, e);
        checkLease(run, complete.getExecution());
        return;
      } catch (SQLException | RuntimeException e) {
        if (tries == TRIES || database.source().isClosed()) {
          LOG.warn("job {} will be called for again, as its row could not be written", run, e);
          return;
        }
      }
    }
  }

  private void write(
      LeasedRun run, RowEnd end, ExecutionComplete complete, ExecutionOperations<Void> row)
      throws SQLException {
    if (end instanceof RowEnd.Due due) {
      row.reschedule(complete, database.in(Duration.between(Instant.now(), due.time())));
    } else if (end instanceof RowEnd.Unneeded) {
      if (database.ask(connection -> table.isUnfinished(connection, run.id()))) {
        LOG.debug("job {} is not finished, so it will be called for again", run);
        row.reschedule(complete, database.in(LATER));
      } else {
        row.remove();
      }
    }
  }

  private void revive(ExecutionComplete dead, ExecutionOperations<Void> row) {
    if (!database.knowsTheDead()) {
      LOG.debug("whether {} is dead is not certain yet", dead.getExecution());
      return;
    }
    try {
      // It keeps its place: its turn had come before that of all that wait.
      row.reschedule(dead, dead.getExecution().executionTime);
    } catch (ExecutionException e) {
      LOG.debug("another node has seen that {} is dead", dead.getExecution(), e);
    }
  }

  /** The row was not there, with this lease, when it was to be renewed. */
  @Override
  public void onExecutionFailedHeartbeat(CurrentlyExecuting executing) {
    Execution execution = executing.getExecution();
    JobId.parse(execution.getId()).flatMap(runs::find).ifPresent(run -> checkLease(run, execution));
  }

  private void checkLease(LeasedRun run, Execution execution) {
    try {
      database
          .ask(connection -> table.otherHolder(connection, run.id(), execution.version))
          .filter(any -> run.leaseLost())
          .ifPresent(
              holder ->
                  LOG.warn(
                      "job {} is no longer this node's, which has not renewed its lease in time; the"
                          + " lease is held by {} now, and what this node still does for the job is"
                          + " refused",
                      run,
                      holder));
    } catch (SQLException e) {
      LOG.debug("whether the lease of job {} is lost cannot be told", run, e);
    }
  }
}
