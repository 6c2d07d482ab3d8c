package org.asyncjob.transcode.fetch;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;

/**
 * Which part an answer says that it has.
 *
 * @param first the position of its first byte; -1 if it does not say
 * @param total bytes of the whole, if it says so
 */
record ContentRange(long first, OptionalLong total) {

  private static final Pattern FORM =
      Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");

  static ContentRange of(Response response) {
    String field = response.header("Content-Range", "");
    Matcher matcher = FORM.matcher(field == null ? "" : field.strip());
    if (!matcher.matches()) {
      return new ContentRange(-1, OptionalLong.empty());
    }
    String total = matcher.group(2);
    return new ContentRange(
        Long.parseLong(matcher.group(1)),
        total.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total)));
  }
}
