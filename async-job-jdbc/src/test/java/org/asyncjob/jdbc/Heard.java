package org.asyncjob.jdbc;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.asyncjob.Job;
import org.asyncjob.JobState;
import org.asyncjob.engine.JobFollower;

/** Follows a job and remembers what it was told. */
final class Heard implements JobFollower {

  private final Queue<JobState> states = new ConcurrentLinkedQueue<>();
  private volatile boolean hasEnded;

  @Override
  public CompletionStage<?> stands(Job job) {
    states.add(job.state());
    return CompletableFuture.completedFuture(job);
  }

  @Override
  public void ended() {
    hasEnded = true;
  }

  boolean hasEnded() {
    return hasEnded;
  }

  List<JobState> states() {
    return List.copyOf(states);
  }
}
