package org.asyncjob.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.store.FileBlobStore;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobStoreContractTest extends BlobStoreContract {

  @TempDir private Path blobs;

  @Override
  protected BlobStore newStore() throws IOException {
    return new FileBlobStore(blobs);
  }
}
