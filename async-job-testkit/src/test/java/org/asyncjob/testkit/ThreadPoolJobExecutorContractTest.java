package org.asyncjob.testkit;

import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobExecutor;

final class ThreadPoolJobExecutorContractTest extends JobExecutorContract {

  @Override
  protected JobExecutor newExecutor() {
    return ThreadPoolJobExecutor.builder().workers(3).queueCapacity(30).build();
  }
}
