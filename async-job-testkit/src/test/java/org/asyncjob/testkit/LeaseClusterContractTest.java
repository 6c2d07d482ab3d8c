package org.asyncjob.testkit;

/** What the broken clusters are made of passes: what catches them is due to what they break. */
final class LeaseClusterContractTest extends SharedJobExecutorContract {

  @Override
  protected Cluster newCluster() {
    return new LeaseCluster(2);
  }
}
