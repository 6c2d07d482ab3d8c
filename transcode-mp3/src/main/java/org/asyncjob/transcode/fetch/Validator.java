package org.asyncjob.transcode.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Response;

/**
 * What tells that a file is still the same, byte for byte, so that the rest of it can be asked for
 * (RFC 9110, sections 8.8 and 13.1.5).
 */
record Validator(String fieldValue) {

  /** The resolution of Last-Modified is a second, and clocks are not that good. */
  private static final Duration STRONG_AFTER = Duration.ofSeconds(60);

  /** The strong validator of an answer, if it has one. */
  static Optional<Validator> of(Response response) {
    String tag = response.header("ETag");
    if (tag != null) {
      return tag.startsWith("\"") ? Optional.of(new Validator(tag)) : Optional.empty();
    }
    return lastModified(response.headers());
  }

  private static Optional<Validator> lastModified(Headers headers) {
    Date date = headers.getDate("Date");
    Date modified = headers.getDate("Last-Modified");
    if (date == null || modified == null) {
      return Optional.empty();
    }
    Instant strongFrom = modified.toInstant().plus(STRONG_AFTER);
    return strongFrom.isAfter(date.toInstant())
        ? Optional.empty()
        : Optional.ofNullable(headers.get("Last-Modified")).map(Validator::new);
  }
}
