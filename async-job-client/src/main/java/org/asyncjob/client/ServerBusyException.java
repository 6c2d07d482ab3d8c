package org.asyncjob.client;

import java.time.Duration;
import java.util.Optional;

/** The server asks to come back later (429, 502, 503, 504), and did so for too long. */
public final class ServerBusyException extends JobServerException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> retryAfter;

  ServerBusyException(String reason, Optional<Duration> retryAfter) {
    super(reason + retryAfter.map(wait -> " Try again in " + wait.toSeconds() + " s.").orElse(""));
    this.retryAfter = retryAfter;
  }

  /** When it wants to be asked again, if it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
