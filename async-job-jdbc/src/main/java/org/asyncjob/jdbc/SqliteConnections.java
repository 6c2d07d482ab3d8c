package org.asyncjob.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.asyncjob.JobStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Connections to one SQLite file of our own: one for writing, a few for reading, kept open. */
final class SqliteConnections implements Connections {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteConnections.class);
  private static final int READERS = 4;
  private static final int CACHE_KIBIBYTES = 16 * 1024;
  private static final long LARGEST_IDLE_LOG_BYTES = 64L * 1024 * 1024;

  /** For whoever looks into the file from outside; nobody else writes it. */
  private static final int BUSY_MILLIS = (int) Duration.ofSeconds(10).toMillis();

  private final SQLiteDataSource source;
  private final FileChannel lock;
  private final Semaphore readers = new Semaphore(READERS, true);
  private final ConcurrentLinkedDeque<Statements> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  private SqliteConnections(SQLiteDataSource source, FileChannel lock) {
    this.source = source;
    this.lock = lock;
  }

  /**
   * Opens a file, which is created where it does not exist yet.
   *
   * @throws IllegalStateException if another store has it open
   * @throws JobStoreException if it cannot be opened
   */
  static SqliteConnections open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KIBIBYTES);
    config.setJournalSizeLimit((int) LARGEST_IDLE_LOG_BYTES);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return new SqliteConnections(source, lock(file.toAbsolutePath()));
  }

  /** Two engines on one file would take each other's running jobs for left behind. */
  private static FileChannel lock(Path file) {
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Path directory = beside.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new IllegalStateException(
            "the job store "
                + file
                + " is in use: SQLite is for one process at a time; close the other one, or use"
                + " PostgreSQL for many");
      }
      return channel;
    } catch (IOException e) {
      throw new JobStoreException("cannot open the job store " + file, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  DataSource source() {
    return source;
  }

  @Override
  public <T> T read(Reading<T> reading) throws SQLException {
    readers.acquireUninterruptibly();
    try {
      return readPermitted(reading);
    } finally {
      readers.release();
    }
  }

  private <T> T readPermitted(Reading<T> reading) throws SQLException {
    Statements statements = idle.pollFirst();
    if (statements == null) {
      statements = new Statements(source.getConnection());
    }
    boolean isSound = false;
    try {
      T answer = reading.read(statements);
      isSound = true;
      return answer;
    } finally {
      if (isSound && !closed) {
        idle.addFirst(statements);
      } else {
        statements.close();
      }
    }
  }

  @Override
  public Statements openWriter() throws SQLException {
    return new Statements(source.getConnection());
  }

  @Override
  public boolean isWriterLent() {
    return false;
  }

  /** Waits for those who read. */
  @Override
  public void close() {
    closed = true;
    readers.acquireUninterruptibly(READERS);
    try {
      for (Statements statements = idle.poll(); statements != null; statements = idle.poll()) {
        statements.close();
      }
      lock.close();
    } catch (SQLException | IOException e) {
      LOG.warn("the job store cannot be closed cleanly", e);
    } finally {
      readers.release(READERS);
    }
  }
}
