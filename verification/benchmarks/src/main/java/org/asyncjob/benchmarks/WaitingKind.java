package org.asyncjob.benchmarks;

/** How a client asks to be told of the end of a job instead of polling. */
enum WaitingKind {
  /** The answer to one GET is held. */
  WAIT("Prefer: wait=60"),

  /** Events come until the last one. */
  EVENTS("Accept: text/event-stream");

  private final String field;

  WaitingKind(String field) {
    this.field = field;
  }

  /** The header field that says so. */
  String field() {
    return field;
  }
}
