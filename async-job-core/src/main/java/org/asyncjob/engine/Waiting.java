package org.asyncjob.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.asyncjob.Job;

/** Waits for the end of one job, and has the latest snapshot when the wait is over. */
final class Waiting implements JobWatcher {

  private final CompletableFuture<Job> end = new CompletableFuture<>();
  private volatile Job latest;

  Waiting(Job latest) {
    this.latest = latest;
  }

  CompletableFuture<Job> end() {
    return end;
  }

  void timeIsOver(Supplier<Optional<Job>> find) {
    try {
      end.complete(find.get().orElse(latest));
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  @Override
  public void changed(Job job) {
    latest = job;
  }

  @Override
  public void ended() {
    end.complete(latest);
  }
}
