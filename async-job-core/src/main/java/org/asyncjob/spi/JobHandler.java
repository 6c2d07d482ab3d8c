package org.asyncjob.spi;

import java.time.Duration;
import java.util.Optional;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.UnacceptableRequestException;

/**
 * Does the work of one kind of job. One handler serves all jobs of its kind, on many threads at
 * once.
 *
 * @param <T> the options, a type that Jackson maps from a JSON object; an option that it does not
 *     know is refused before the handler is asked
 */
@FunctionalInterface
public interface JobHandler<T> {

  /**
   * Does the work, on a worker thread. When the job is cancelled or the application stops, the
   * thread is interrupted: end the work, leave no process behind and let the {@link
   * InterruptedException} out.
   *
   * @return what {@link JobContext#json}, {@link JobContext#keep} or {@link
   *     JobContext#createOutput} made of the work, or a {@link JobResult#link}
   * @throws JobFailedException to fail with a reason that the submitter may read
   * @throws Exception to fail for a reason that only the log will say
   */
  JobResult run(T options, JobContext context) throws Exception;

  /**
   * Refuses a request before it is accepted. Quick: the client is waiting.
   *
   * @throws UnacceptableRequestException with one sentence that the client may read
   */
  default void validate(T options, JobRequest request) {}

  /**
   * How long {@link #run} will take for this request, if that can be said quickly and without
   * running it. Without an answer the engine goes by what earlier jobs of this kind took.
   */
  default Optional<Duration> estimate(T options, JobRequest request) {
    return Optional.empty();
  }
}
