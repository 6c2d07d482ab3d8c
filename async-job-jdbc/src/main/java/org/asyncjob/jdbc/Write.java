package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row that a caller waits for. The thread that writes performs it, together with
 * others, and tells the caller when it is durable.
 *
 * @param <T> what the caller learns
 */
abstract class Write<T> {

  /** So that nobody waits for ever, whatever happens to the database. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /**
   * The order in a transaction, the same on all nodes so that they do not wait for each other in a
   * circle: new rows by the keys that they take, then those that are there by their ids.
   */
  static final Comparator<Write<?>> ORDER =
      Comparator.<Write<?>>comparingInt(Write::rank).thenComparing(Write::place);

  private final CompletableFuture<T> done = new CompletableFuture<>();
  private @Nullable T answer;

  /** The statement; those of one kind are sent together. */
  abstract String sql();

  abstract void bind(PreparedStatement statement) throws SQLException;

  /** Takes note of how many rows it has changed, 0 or 1. */
  abstract void counted(int rows);

  /** Whether it has changed a row, as far as its transaction knows. */
  abstract boolean isDone();

  /** Whether the caller need not wait for the disk. */
  boolean isHasty() {
    return false;
  }

  abstract int rank();

  abstract String place();

  final void answer(T value) {
    answer = value;
  }

  /** Lets the caller go: the transaction is durable. */
  final void complete() {
    done.complete(answer);
  }

  final void fail(RuntimeException failure) {
    done.completeExceptionally(failure);
  }

  /**
   * Waits until it is done or has failed. An interruption does not end this, for the write goes on
   * and its caller has to know how it ends; the thread is still interrupted afterwards.
   *
   * @throws JobStoreException if it has failed
   */
  final T await() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + LONGEST.toNanos();
    try {
      while (true) {
        try {
          return done.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } catch (TimeoutException e) {
      throw new JobStoreException("the job store has not written within " + LONGEST, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Each caller gets an exception of its own, with where it was called. */
  private static RuntimeException thrown(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof JobStoreFullException
        ? new JobStoreFullException(message, failure)
        : new JobStoreException(message, failure);
  }
}
