package org.asyncjob.transcode.fetch;

import java.time.Duration;
import java.util.Optional;

/** What an answer has come to. */
sealed interface Step {

  /** All bytes are there. */
  record Complete() implements Step {}

  /** The server says that the file is elsewhere. */
  record Moved(String location) implements Step {}

  /**
   * The server cannot hand it out at the moment.
   *
   * @param pause how long it wants not to be asked
   */
  record Later(Optional<Duration> pause) implements Step {}
}
