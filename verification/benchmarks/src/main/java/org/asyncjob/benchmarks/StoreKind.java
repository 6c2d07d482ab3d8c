package org.asyncjob.benchmarks;

import org.asyncjob.spi.JobStore;
import org.asyncjob.store.InMemoryJobStore;

/** The job stores that can be measured, by the names that the command line has for them. */
enum StoreKind {
  MEMORY {
    @Override
    JobStore open() {
      return new InMemoryJobStore();
    }
  };

  abstract JobStore open();
}
