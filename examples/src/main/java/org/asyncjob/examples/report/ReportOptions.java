package org.asyncjob.examples.report;

import org.jspecify.annotations.Nullable;

/** What an order says; any other member is refused before anybody looks at it. */
public record ReportOptions(@Nullable String city, int days, @Nullable Format format) {

  /** What the report is written in: JSON, unless the order says csv. */
  public enum Format {
    JSON,
    CSV
  }
}
