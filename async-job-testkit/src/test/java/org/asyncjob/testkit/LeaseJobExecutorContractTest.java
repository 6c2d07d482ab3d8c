package org.asyncjob.testkit;

import org.asyncjob.spi.JobExecutor;

/** A node that shares its jobs with nobody is an executor like any other. */
final class LeaseJobExecutorContractTest extends JobExecutorContract {

  @Override
  protected JobExecutor newExecutor() {
    return new LeaseCluster(2).newNode();
  }
}
