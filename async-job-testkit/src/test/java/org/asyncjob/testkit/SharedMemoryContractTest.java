package org.asyncjob.testkit;

import java.util.function.Consumer;
import org.asyncjob.JobId;
import org.asyncjob.spi.SharedJobStore;

/** What the broken stores are made of passes: what catches them is due to what they break. */
final class SharedMemoryContractTest extends SharedJobStoreContract {

  @Override
  protected Nodes newNodes() {
    SharedMemory memory = new SharedMemory();
    return new Nodes() {
      @Override
      public SharedJobStore open(Consumer<JobId> changed) {
        SharedJobStore store = memory.newNode();
        store.listen(changed);
        return store;
      }

      @Override
      public void close() {
        // It goes with its last user.
      }
    };
  }
}
