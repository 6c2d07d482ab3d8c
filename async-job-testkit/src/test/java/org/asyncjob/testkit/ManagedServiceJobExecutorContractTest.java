package org.asyncjob.testkit;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.asyncjob.executor.ExecutorServiceJobExecutor;
import org.asyncjob.spi.JobExecutor;
import org.glassfish.concurro.AbstractManagedExecutorService.RejectPolicy;
import org.glassfish.concurro.ManagedExecutorServiceImpl;
import org.glassfish.concurro.ManagedThreadFactoryImpl;
import org.junit.jupiter.api.AfterAll;

/** The {@code ManagedExecutorService} of GlassFish and Payara, as an application is given it. */
final class ManagedServiceJobExecutorContractTest extends JobExecutorContract {

  private static final ManagedThreadFactoryImpl THREADS = new ManagedThreadFactoryImpl("threads");
  private static final ManagedExecutorServiceImpl SERVICE =
      new ManagedExecutorServiceImpl(
          "service",
          THREADS,
          0,
          false,
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          0,
          null,
          RejectPolicy.ABORT,
          new SynchronousQueue<>());

  @AfterAll
  static void end() {
    SERVICE.shutdownNow();
    THREADS.stop();
  }

  @Override
  protected JobExecutor newExecutor() {
    // The adapter is what applications see: it forbids to shut the service down.
    return ExecutorServiceJobExecutor.builder(SERVICE.getAdapter())
        .parallelism(3)
        .queueCapacity(30)
        .build();
  }
}
