package org.asyncjob.testkit;

import org.asyncjob.spi.JobStore;
import org.asyncjob.store.InMemoryJobStore;

final class InMemoryJobStoreContractTest extends JobStoreContract {

  @Override
  protected JobStore newStore() {
    return new InMemoryJobStore();
  }
}
