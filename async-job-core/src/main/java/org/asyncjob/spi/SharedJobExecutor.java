package org.asyncjob.spi;

import java.time.Instant;
import java.util.OptionalInt;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobId;

/**
 * Hands the jobs of a {@link SharedJobStore} to whichever node is free, and those of a dead node to
 * another. What is to be run is remembered where all nodes see it, as durably as the jobs are.
 *
 * <p>The runner has a job on one node at a time: as long as it runs, the node holds a lease, which
 * a node that does not renew it loses. The engine therefore takes a call for a job that is running
 * for the news that its worker is dead, and what that worker may still write is refused. An engine
 * with such an executor hands on nothing at its start: what an earlier process has left is called
 * for here.
 */
public interface SharedJobExecutor extends JobExecutor {

  /**
   * Has the runner called with {@code id}, on some node, not before {@code time}; in place of an
   * earlier call that is still to be made. From within the runner, for the job that it was called
   * with, it takes effect when the runner returns; without it, that job is done with then.
   *
   * <p>The backlog may be full: this is for jobs that were accepted already.
   *
   * @throws EngineClosedException after {@link #close}, except from within the runner
   */
  void executeAt(JobId id, Instant time);

  /**
   * About how many jobs wait for any of the nodes; those that run or pause are not counted.
   * Estimates ask, for each poll of a job that waits: what was counted a second ago will do, and
   * far more than clients would wait for need not be counted.
   *
   * @return nothing if nobody knows, as by default; estimates go by the pace of earlier jobs then
   */
  default OptionalInt waiting() {
    return OptionalInt.empty();
  }
}
