package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to read makes conditional, in the order of RFC 9110, section 13.2.2. Runtimes
 * evaluate some of this, each in its own way and none with {@code If-Range}.
 *
 * @param fields of the request
 * @param tag the opaque part of the strong entity tag that the bytes have
 * @param lastModified in whole seconds
 */
record Preconditions(HttpHeaders fields, String tag, Instant lastModified) {

  private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"");

  /** Whether somebody who wants certain bytes would get others: 412. */
  boolean fail() {
    Optional<String> match = field(HttpHeaders.IF_MATCH);
    return match.isPresent()
        ? !names(match.get(), false)
        : date(HttpHeaders.IF_UNMODIFIED_SINCE).filter(lastModified::isAfter).isPresent();
  }

  /** Whether the client has these bytes already: 304. */
  boolean unchanged() {
    Optional<String> noneMatch = field(HttpHeaders.IF_NONE_MATCH);
    return noneMatch.isPresent()
        ? names(noneMatch.get(), true)
        : date(HttpHeaders.IF_MODIFIED_SINCE)
            .filter(Predicate.not(lastModified::isAfter))
            .isPresent();
  }

  /**
   * Whether a part would complete what the client has; without {@code If-Range} that is its wish.
   */
  boolean partsFit() {
    Optional<String> validator = field("If-Range");
    if (validator.isEmpty()) {
      return true;
    }
    Matcher one = TAG.matcher(validator.get());
    return one.matches()
        ? one.group(1) == null && one.group(2).equals(tag)
        : date("If-Range").filter(lastModified::equals).isPresent();
  }

  private boolean names(String list, boolean weakToo) {
    if (list.equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(list);
    while (tags.find()) {
      if (tags.group(2).equals(tag) && (weakToo || tags.group(1) == null)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Instant> date(String name) {
    return field(name).flatMap(Preconditions::parse);
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          RuntimeDelegate.getInstance()
              .createHeaderDelegate(Date.class)
              .fromString(date)
              .toInstant());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // sections 13.1.3 and 13.1.4: what is no date is ignored
    }
  }

  private Optional<String> field(String name) {
    return Optional.ofNullable(fields.getHeaderString(name)).map(String::strip);
  }
}
