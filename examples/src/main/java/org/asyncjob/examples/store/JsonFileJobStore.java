package org.asyncjob.examples.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.asyncjob.store.InMemoryJobStore;

/**
 * Remembers each job in a JSON file of its own, for one process at a time. What it has is also in
 * memory, where it is looked for; the files are for the next start. Safe for many threads.
 */
public final class JsonFileJobStore implements JobStore {

  private static final String SUFFIX = ".json";

  private final ObjectMapper mapper = new ObjectMapper();
  private final InMemoryJobStore known = new InMemoryJobStore();
  private final Path directory;

  /**
   * Opens a store in a directory, which is created where it does not exist yet.
   *
   * @throws IOException if it cannot be created, or holds what is no job
   */
  public JsonFileJobStore(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        known.insert(mapper.readValue(file.toFile(), StoredJob.class).job());
      }
    }
  }

  @Override
  public synchronized Optional<Job> insert(Job job) {
    Optional<Job> earlier = known.insert(job);
    if (earlier.isEmpty()) {
      try {
        write(job);
      } catch (JobStoreException e) {
        known.remove(job);
        throw e;
      }
    }
    return earlier;
  }

  @Override
  public Optional<Job> find(JobId id) {
    return known.find(id);
  }

  @Override
  public synchronized boolean replace(Job next) {
    if (!isRevision(next.id(), next.revision() - 1)) {
      return false;
    }
    write(next);
    return known.replace(next);
  }

  @Override
  public synchronized boolean remove(Job job) {
    if (!isRevision(job.id(), job.revision())) {
      return false;
    }
    try {
      Files.deleteIfExists(file(job.id()));
    } catch (IOException e) {
      throw new JobStoreException("cannot delete " + file(job.id()), e);
    }
    return known.remove(job);
  }

  @Override
  public List<Job> unfinished() {
    return known.unfinished();
  }

  @Override
  public List<Job> expired(Instant now, int limit) {
    return known.expired(now, limit);
  }

  private boolean isRevision(JobId id, long revision) {
    return known.find(id).filter(job -> job.revision() == revision).isPresent();
  }

  private Path file(JobId id) {
    return directory.resolve(id + SUFFIX);
  }

  /** Whoever reads the file sees the job as it was or as it is, also after a loss of power. */
  private void write(Job job) {
    Path draft = directory.resolve(job.id() + ".draft");
    try {
      try (FileChannel channel =
              FileChannel.open(
                  draft,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        out.write(mapper.writeValueAsBytes(StoredJob.of(job)));
        channel.force(true);
      }
      Files.move(draft, file(job.id()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new JobStoreException("cannot write " + file(job.id()), e);
    }
  }
}
