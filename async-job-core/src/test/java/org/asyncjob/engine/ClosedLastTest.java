package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedLastTest {

  @Test
  void anEngineClosesWhatItWasGivenOnceTheLastFirstWhateverFails(@TempDir Path directory)
      throws Exception {
    List<String> closed = new ArrayList<>();
    JobEngine engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory))
            .executor(new DirectJobExecutor())
            .closing(() -> closed.add("pool"))
            .closing(
                () -> {
                  closed.add("session");
                  throw new IOException("lost");
                })
            .build();
    engine.start();
    assertThat(closed).isEmpty();

    engine.close();
    engine.close();

    assertThat(closed).containsExactly("session", "pool");
  }

  @Test
  void whereNoEngineIsMadeItIsClosedAllTheSame() {
    List<String> closed = new ArrayList<>();
    JobEngineBuilder builder =
        JobEngine.builder()
            .closing(() -> closed.add("bucket"))
            .closing(() -> closed.add("database"));

    builder.abandon();

    assertThat(closed).containsExactly("database", "bucket");
  }
}
