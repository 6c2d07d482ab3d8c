package org.asyncjob.faults;

/**
 * How a job ended, as a client was told. Asked again, it has to be told the same.
 *
 * @param fate how
 * @param evidence the proof in the result, the failure, or why there is none
 * @param content of a blob, the SHA-256 of the bytes beside the proof; else empty
 */
record Ending(Fate fate, String evidence, String content) {

  /** All that can come of a job, and what must not. */
  enum Fate {
    SUCCEEDED,
    FAILED,
    CANCELED,
    /** Discarded at its customer's wish (410). */
    GONE,
    /** The server does not know it (404), although it had answered 202. */
    LOST,
    /** It succeeded, and its result cannot be had. */
    WITHOUT_RESULT
  }
}
