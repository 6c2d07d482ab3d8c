package org.asyncjob.examples.report;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.asyncjob.Job;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobListener;

/** Counts how jobs end, for a metrics system to read. Safe for many threads. */
public final class EndedJobs implements JobListener {

  private final Map<JobState, LongAdder> ends = new ConcurrentHashMap<>();

  @Override
  public void changed(Job before, Job after) {
    if (after.state().isFinished() && !before.state().isFinished()) {
      ends.computeIfAbsent(after.state(), state -> new LongAdder()).increment();
    }
  }

  /** How many jobs have ended in this state since the start. */
  public long count(JobState state) {
    LongAdder counted = ends.get(state);
    return counted == null ? 0 : counted.sum();
  }
}
