package org.asyncjob.testkit;

import org.asyncjob.spi.JobExecutor;

/** What the broken executors are made of passes: what catches them is due to what they break. */
final class UnbrokenJobExecutorContractTest extends JobExecutorContract {

  @Override
  protected JobExecutor newExecutor() {
    return new BrokenJobExecutor();
  }
}
