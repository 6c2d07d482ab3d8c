package org.asyncjob.jaxrs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The elements of a field {@code Forwarded} (RFC 7239), the one of the nearest proxy last. */
final class ForwardedField {

  private static final Pattern PAIR =
      Pattern.compile(
          "[ \\t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)="
              + "(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|\"((?:[^\"\\\\]|\\\\.)*+)\")[ \\t]*");

  private ForwardedField() {}

  /** Returns for each proxy its parameters by their names in lower case; nothing if malformed. */
  static Optional<List<Map<String, String>>> parse(String field) {
    List<Map<String, String>> elements = new ArrayList<>();
    Map<String, String> element = new HashMap<>();
    Matcher pair = PAIR.matcher(field);
    int position = 0;
    while (pair.region(position, field.length()).lookingAt()) {
      String value =
          pair.group(2) == null ? pair.group(3).replaceAll("\\\\(.)", "$1") : pair.group(2);
      if (element.put(pair.group(1).toLowerCase(Locale.ROOT), value) != null) {
        return Optional.empty(); // section 4: each parameter once
      }
      position = pair.end();
      boolean atEnd = position == field.length();
      if (atEnd || field.charAt(position) == ',') {
        elements.add(element);
        element = new HashMap<>();
      } else if (field.charAt(position) != ';') {
        return Optional.empty();
      }
      if (atEnd) {
        return Optional.of(elements);
      }
      position++;
    }
    return Optional.empty();
  }
}
