package org.asyncjob.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes an answer has, as the header Content-Range says (RFC 9110, section 14.4).
 *
 * @param first position of the first one; -1 if it has none, or says nothing
 * @param total how many there are altogether; -1 if it does not say
 */
record ContentRange(long first, long total) {

  private static final ContentRange UNKNOWN = new ContentRange(-1, -1);
  private static final Pattern HEADER =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

  static ContentRange of(Response response) {
    String header = response.header("Content-Range");
    Matcher matcher = HEADER.matcher(header == null ? "" : header.strip());
    return matcher.matches()
        ? new ContentRange(number(matcher.group(1)), number(matcher.group(2)))
        : UNKNOWN;
  }

  /** Whether these bytes follow the first {@code received} ones of {@code all}, -1 for unknown. */
  boolean continues(long received, long all) {
    return first == received && (all < 0 || total < 0 || total == all);
  }

  /** Whether there are exactly that many, and none is left. */
  boolean isAllOf(long received) {
    return first < 0 && total == received;
  }

  private static long number(@Nullable String digits) {
    return digits == null || digits.equals("*") ? -1 : Long.parseLong(digits);
  }
}
