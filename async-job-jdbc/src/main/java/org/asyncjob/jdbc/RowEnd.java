package org.asyncjob.jdbc;

import java.time.Instant;

/** What becomes of the row of a job when its runner has returned. */
sealed interface RowEnd {

  /** It was deleted already. */
  record Gone() implements RowEnd {}

  /** The job is to be run again. */
  record Due(Instant time) implements RowEnd {}

  /** Nobody asked for another run, so it may go unless the job is unfinished after all. */
  record Unneeded() implements RowEnd {}
}
