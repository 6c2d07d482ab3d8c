package org.asyncjob.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;

/**
 * Engines that have all they need in this process: jobs in memory, files in a directory of the
 * system's temporary one that nobody else can read, and as many workers as there are processors,
 * with a queue of 100.
 *
 * <p>The end of the process is the end of its jobs, finished ones included. The directory is
 * deleted when the engine is closed; that of a process which had no time for it, when the next
 * engine of the same user is made here.
 */
public final class LocalEngine {

  private LocalEngine() {}

  /**
   * Returns an engine for one kind of job, not yet started; {@code AsyncJobFeature} starts it.
   *
   * @param kind the name by which requests ask for it
   * @param optionsType what Jackson makes of a request's options; what it does not know is refused
   * @throws UncheckedIOException if the temporary directory cannot be made
   */
  public static <T> JobEngine of(String kind, Class<T> optionsType, JobHandler<T> handler) {
    return builder().handler(kind, optionsType, handler).build();
  }

  /**
   * Starts to describe an engine that has every part already; each can be replaced.
   *
   * @throws UncheckedIOException if the temporary directory cannot be made
   */
  public static JobEngineBuilder builder() {
    try {
      TemporaryDirectory directory = TemporaryDirectory.create();
      return JobEngine.builder()
          .store(new InMemoryJobStore())
          .blobs(new FileBlobStore(directory.path().resolve("files")))
          .workDirectory(directory.path().resolve("work"))
          .executor(new ThreadPoolJobExecutor())
          .closing(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make a directory for the files of jobs in \""
              + System.getProperty("java.io.tmpdir")
              + "\": make room there, or set another one with -Djava.io.tmpdir",
          e);
    }
  }
}
