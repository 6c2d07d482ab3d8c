package org.asyncjob.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers jobs in a database, as durably as that keeps what was committed: in SQLite, for one
 * process, or in PostgreSQL, where the store is an {@link org.asyncjob.spi.SharedJobStore} for many
 * nodes. Safe for many threads.
 *
 * <p>The tables are created at the first use and brought up to date by later versions. Writes that
 * come at the same time share one transaction, and so one wait for the disk. A write that its
 * caller's thread is interrupted in goes on, the call returns when it is done, and the thread is
 * still interrupted then.
 *
 * <p>No call costs more for the finished jobs that there are. Times are kept to the nanosecond;
 * those outside of the years 1677 to 2262 as the nearest that is inside. Of jobs created or
 * expiring at the same instant, the one with the smaller id comes first.
 *
 * <p>A row that holds what no job says, because somebody or something has damaged it, becomes a
 * failed job of the type {@code corrupted-record} when it is read, and stays a day; it is in the
 * log, and no other job suffers.
 */
public sealed class JdbcJobStore implements JobStore, AutoCloseable permits SharedJdbcJobStore {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStore.class);
  private static final Duration DAMAGED_STAY = Duration.ofDays(1);
  private static final int MOST_TRIES = 100;

  private final Connections connections;
  private final JobReader reader;
  private final GroupCommit writer;
  private final InstantSource clock = InstantSource.system();

  JdbcJobStore(Dialect dialect, Connections connections, ChangeCompanion announcer) {
    this.connections = connections;
    reader = new JobReader(dialect, connections);
    writer = new GroupCommit(dialect, connections, announcer);
  }

  /**
   * Opens a store in a SQLite file, which is created where it does not exist yet; {@code
   * org.xerial:sqlite-jdbc} has to be there. Beside the file are its log ({@code -wal}, {@code
   * -shm}), without which it is not whole, and {@code .lock}, which keeps a second process out.
   * What a call has written is on the disk when it returns (write-ahead log, {@code
   * synchronous=FULL}).
   *
   * @throws IllegalStateException if the file is in use by another store
   * @throws JobStoreException if it cannot be opened, or is no database
   */
  public static JdbcJobStore sqlite(Path file) {
    SqliteConnections connections = SqliteConnections.open(file);
    try {
      Migrations.run(Dialect.SQLITE, connections.source());
      return new JdbcJobStore(Dialect.SQLITE, connections, ChangeCompanion.NONE);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /**
   * Opens a store in the database of a data source, PostgreSQL or SQLite, with its driver and
   * settings as they are. Give it a pool: it takes a connection for each call that reads and one
   * for the thread that writes, as long as there is something to write. At the start it needs two
   * at once. Closing the store does not close the data source.
   *
   * <p>Tables: {@code job}, {@code asyncjob_schema_history} and, on PostgreSQL, {@code
   * scheduled_tasks}, in the connection's schema. If an application has tables of these names,
   * choose another schema with {@code currentSchema} in the address of the database.
   *
   * @return on PostgreSQL a {@link org.asyncjob.spi.SharedJobStore}
   * @throws IllegalArgumentException if it is another database
   * @throws JobStoreException if the database cannot be reached, or refuses to make the tables
   */
  public static JdbcJobStore open(DataSource source) {
    Dialect dialect;
    try {
      dialect = Dialect.of(source);
    } catch (SQLException e) {
      throw new JobStoreException("the database for jobs cannot be reached: " + e.getMessage(), e);
    }
    Migrations.run(dialect, source);
    return switch (dialect) {
      case SQLITE -> new JdbcJobStore(dialect, new LentConnections(source), ChangeCompanion.NONE);
      case POSTGRESQL -> SharedJdbcJobStore.of(source);
    };
  }

  /**
   * Has something written with jobs that come and go, in the same transactions.
   *
   * @throws IllegalStateException if there is somebody who does
   */
  final void accompany(JobCompanion companion) {
    writer.companion(companion);
  }

  @Override
  public final Optional<Job> insert(Job job) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Insertion.Answer answer = writer.perform(new Insertion(job));
      if (answer.end() == Insertion.End.STORED) {
        return Optional.empty();
      }
      if (answer.end() == Insertion.End.ID_TAKEN) {
        throw new IllegalArgumentException(
            "there is a job " + job.id() + " already; each job needs an id of its own");
      }
      // Whoever has the key may be gone by now; then it is free.
      Optional<Job> owner = answer.owner().flatMap(this::find);
      if (owner.isPresent()) {
        return owner;
      }
    }
    throw new JobStoreException(
        "jobs with the idempotency key of job " + job.id() + " come and go too quickly",
        new IllegalStateException(MOST_TRIES + " tries"));
  }

  @Override
  public final Optional<Job> find(JobId id) {
    return reader.find(id).flatMap(this::whole);
  }

  @Override
  public final boolean replace(Job next) {
    return writer.perform(Change.to(next));
  }

  @Override
  public final boolean remove(Job job) {
    return writer.perform(Change.removal(job));
  }

  @Override
  public final List<Job> unfinished() {
    return sound(reader.unfinished());
  }

  @Override
  public final List<Job> unfinished(JobState state, Place after, int limit) {
    checkLimit(limit);
    List<StoredRow.Found> rows = reader.unfinished(state, after, limit);
    while (rows.stream().anyMatch(row -> row.damage().isPresent())) {
      // These have failed then; what is left is a whole page again.
      rows.forEach(this::whole);
      rows = reader.unfinished(state, after, limit);
    }
    return rows.stream().map(StoredRow.Found::job).toList();
  }

  @Override
  public final List<Job> expired(Instant now, int limit) {
    checkLimit(limit);
    return sound(reader.expired(now, limit));
  }

  @Override
  public final Set<String> referenced(Collection<String> blobKeys) {
    return blobKeys.isEmpty() ? Set.of() : reader.referenced(blobKeys);
  }

  private static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " is less than 1");
    }
  }

  final List<Job> allOf(Collection<JobId> ids) {
    List<Job> jobs = new ArrayList<>();
    if (!ids.isEmpty()) {
      reader.findAll(ids).forEach(found -> whole(found).ifPresent(jobs::add));
    }
    return jobs;
  }

  /** Leaves out what is damaged: it has failed now, and has a day until it expires. */
  private List<Job> sound(List<StoredRow.Found> rows) {
    List<Job> jobs = new ArrayList<>(rows.size());
    for (StoredRow.Found row : rows) {
      if (row.damage().isEmpty()) {
        jobs.add(row.job());
      } else {
        try {
          whole(row);
        } catch (JobStoreException e) {
          LOG.warn("job {} is damaged, and that could not be written", row.job().id(), e);
        }
      }
    }
    return jobs;
  }

  private Optional<Job> whole(StoredRow.Found found) {
    if (found.damage().isEmpty()) {
      return Optional.of(found.job());
    }
    Job damaged = found.job();
    Instant now = clock.instant();
    Job failed =
        damaged
            .next()
            .finished(damaged.finished().orElse(now))
            .expires(now.plus(DAMAGED_STAY))
            .build();
    if (!writer.perform(Change.to(failed))) {
      return find(damaged.id());
    }
    LOG.error(
        "what is stored of job {} is damaged: it has failed", damaged.id(), found.damage().get());
    return Optional.of(failed);
  }

  /** Finishes what is being written. Every call after it throws {@link JobStoreException}. */
  @Override
  public void close() {
    reader.close();
    writer.close();
    connections.close();
  }
}
