package org.asyncjob.app;

/** Which links are fetched. */
public enum SourceReach {
  /** Those to public addresses, and what is allowed. */
  PUBLIC,
  /** Only what is allowed. */
  LISTED,
  /** None. */
  NONE
}
