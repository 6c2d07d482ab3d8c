package org.asyncjob.jaxrs;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** File names in the header field Content-Disposition (RFC 6266). */
final class ContentDisposition {

  private static final Pattern EXTENDED =
      Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*utf-8'[^']*'([^;\\s]+)");
  private static final Pattern QUOTED =
      Pattern.compile("(?i);\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TOKEN = Pattern.compile("(?i);\\s*filename\\s*=\\s*([^;\"\\s]+)");

  private ContentDisposition() {}

  /** The name in a header field; {@code filename*} wins over {@code filename} (section 4.3). */
  static Optional<String> filename(String field) {
    Matcher extended = EXTENDED.matcher(field);
    if (extended.find()) {
      return decode(extended.group(1));
    }
    Matcher quoted = QUOTED.matcher(field);
    if (quoted.find()) {
      return Optional.of(quoted.group(1).replaceAll("\\\\(.)", "$1"));
    }
    Matcher token = TOKEN.matcher(field);
    return token.find() ? Optional.of(token.group(1)) : Optional.empty();
  }

  /** A field that has a browser save the content under this name, whatever script it is in. */
  static String attachment(String filename) {
    return "attachment; filename=\""
        + ascii(filename)
        + "\"; filename*=UTF-8''"
        + percentEncoded(filename);
  }

  /** The name as one segment of a path. */
  static String percentEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String ascii(String filename) {
    StringBuilder ascii = new StringBuilder(filename.length());
    filename
        .codePoints()
        .map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c)
        .forEach(ascii::appendCodePoint);
    return ascii.toString();
  }

  private static Optional<String> decode(String encoded) {
    try {
      return Optional.of(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
