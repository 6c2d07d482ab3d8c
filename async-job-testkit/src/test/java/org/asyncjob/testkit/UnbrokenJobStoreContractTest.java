package org.asyncjob.testkit;

import org.asyncjob.spi.JobStore;

/** What the broken stores are made of passes: whatever catches them is due to what they break. */
final class UnbrokenJobStoreContractTest extends JobStoreContract {

  @Override
  protected JobStore newStore() {
    return new BrokenJobStore();
  }
}
