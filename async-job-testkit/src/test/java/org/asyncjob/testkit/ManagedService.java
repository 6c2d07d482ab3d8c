package org.asyncjob.testkit;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Forbids what a {@code ManagedExecutorService} forbids: to be shut down, or asked about that. */
final class ManagedService extends AbstractExecutorService {

  private final Executor threads;

  ManagedService(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable command) {
    threads.execute(command);
  }

  @Override
  public void shutdown() {
    throw forbidden();
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw forbidden();
  }

  @Override
  public boolean isShutdown() {
    throw forbidden();
  }

  @Override
  public boolean isTerminated() {
    throw forbidden();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    throw forbidden();
  }

  private static IllegalStateException forbidden() {
    return new IllegalStateException("the life of a managed executor is the server's business");
  }
}
