package org.asyncjob.testkit;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.asyncjob.executor.ExecutorServiceJobExecutor;
import org.asyncjob.spi.JobExecutor;
import org.junit.jupiter.api.AfterAll;

final class PlainServiceJobExecutorContractTest extends JobExecutorContract {

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  @AfterAll
  static void end() {
    THREADS.shutdownNow();
  }

  @Override
  protected JobExecutor newExecutor() {
    return ExecutorServiceJobExecutor.builder(THREADS).parallelism(3).queueCapacity(30).build();
  }
}
