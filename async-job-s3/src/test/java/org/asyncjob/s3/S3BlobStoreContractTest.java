package org.asyncjob.s3;

import java.nio.file.Path;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.testkit.BlobStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class S3BlobStoreContractTest extends BlobStoreContract {

  @TempDir private static Path objects;
  private static S3Server server;
  private S3BlobStore store;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(objects);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected BlobStore newStore() throws Exception {
    store = server.connection(server.newBucket() + "/inputs/and/results").links(true).open();
    return store;
  }

  @AfterEach
  void closeStore() {
    store.close();
  }
}
