package org.asyncjob.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.io.TempDir;

/** What the broken stores are made of passes: whatever catches them is due to what they break. */
final class UnbrokenBlobStoreContractTest extends BlobStoreContract {

  @TempDir private Path directory;

  @Override
  protected BlobStore newStore() throws IOException {
    return new BrokenBlobStore(directory) {
      @Override
      public BlobWriter create(String filename, String mediaType) throws IOException {
        return new BrokenBlobWriter(sound.create(filename, mediaType));
      }
    };
  }
}
