package org.asyncjob.testkit;

import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobExecutor;

/** One worker and room for one: where a mistake in counting shows at once. */
final class SingleWorkerJobExecutorContractTest extends JobExecutorContract {

  @Override
  protected JobExecutor newExecutor() {
    return ThreadPoolJobExecutor.builder().workers(1).queueCapacity(1).build();
  }
}
