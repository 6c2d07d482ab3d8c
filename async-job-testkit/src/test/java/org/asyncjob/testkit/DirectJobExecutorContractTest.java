package org.asyncjob.testkit;

import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.spi.JobExecutor;

final class DirectJobExecutorContractTest extends JobExecutorContract {

  @Override
  protected JobExecutor newExecutor() {
    return new DirectJobExecutor();
  }
}
