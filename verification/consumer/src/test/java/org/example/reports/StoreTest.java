package org.example.reports;

import org.asyncjob.spi.JobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.asyncjob.testkit.JobStoreContract;

/** The contract of stores, as somebody runs it who has written one. */
class StoreTest extends JobStoreContract {

  @Override
  protected JobStore newStore() {
    return new InMemoryJobStore();
  }
}
