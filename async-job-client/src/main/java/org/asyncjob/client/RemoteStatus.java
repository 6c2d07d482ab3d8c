package org.asyncjob.client;

import java.util.Arrays;
import java.util.Optional;

/** Where a job on a server stands, in the words that are used on the wire. */
public enum RemoteStatus {
  /** Waits for a worker. */
  NOT_STARTED("NotStarted"),
  /** Being worked on. */
  RUNNING("Running"),
  /** Finished; there is a result. */
  SUCCEEDED("Succeeded"),
  /** Finished; there is a failure that says why. */
  FAILED("Failed"),
  /** Finished because somebody asked for its end. */
  CANCELED("Canceled");

  private final String word;

  RemoteStatus(String word) {
    this.word = word;
  }

  /** The word on the wire, e.g. {@code NotStarted}. */
  public String word() {
    return word;
  }

  /** Whether it stays like this. */
  public boolean isFinished() {
    return this != NOT_STARTED && this != RUNNING;
  }

  static Optional<RemoteStatus> of(String word) {
    return Arrays.stream(values()).filter(status -> status.word.equals(word)).findFirst();
  }
}
