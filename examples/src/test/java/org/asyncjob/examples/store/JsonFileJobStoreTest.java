package org.asyncjob.examples.store;

import java.nio.file.Path;
import java.util.UUID;
import org.asyncjob.spi.JobStore;
import org.asyncjob.testkit.JobStoreContract;
import org.junit.jupiter.api.io.TempDir;

class JsonFileJobStoreTest extends JobStoreContract {

  @TempDir private Path directory;

  @Override
  protected JobStore newStore() throws Exception {
    return new JsonFileJobStore(directory.resolve(UUID.randomUUID().toString()));
  }
}
