package org.asyncjob.jdbc;

import java.util.HexFormat;

/**
 * Texts of which a database takes any: PostgreSQL has no U+0000, and UTF-8 no surrogate without its
 * partner. These and the backslash are escaped as JSON has it; different texts stay different.
 */
final class ColumnText {

  private static final char ESCAPE = '\\';
  private static final int DIGITS = 4;

  private ColumnText() {}

  static String escaped(String text) {
    return escaped(text, true);
  }

  /** Escapes what only {@code \}{@code uXXXX} can say, in text that is JSON already. */
  static String escapedJson(String json) {
    return escaped(json, false);
  }

  private static String escaped(String text, boolean escapes) {
    StringBuilder escaped = new StringBuilder(0);
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean isEscape = escapes && unit == ESCAPE;
      if (isEscape || unit == 0 || isAlone(text, i)) {
        escaped.append(text, done, i).append(ESCAPE);
        escaped.append(isEscape ? "" + ESCAPE : "u" + HexFormat.of().toHexDigits(unit));
        done = i + 1;
      }
    }
    return done == 0 ? text : escaped.append(text, done, text.length()).toString();
  }

  /**
   * Returns what {@link #escaped} was given.
   *
   * @throws IllegalArgumentException if it cannot have returned this
   */
  static String unescaped(String text) {
    int next = text.indexOf(ESCAPE);
    if (next < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int done = 0;
    while (next >= 0) {
      plain.append(text, done, next);
      char kind = next + 1 < text.length() ? text.charAt(next + 1) : 0;
      if (kind == ESCAPE) {
        plain.append(ESCAPE);
        done = next + 2;
      } else if (kind == 'u' && next + 2 + DIGITS <= text.length()) {
        plain.append((char) HexFormat.fromHexDigits(text, next + 2, next + 2 + DIGITS));
        done = next + 2 + DIGITS;
      } else {
        throw new IllegalArgumentException("a backslash that escapes nothing at " + next);
      }
      next = text.indexOf(ESCAPE, done);
    }
    return plain.append(text, done, text.length()).toString();
  }

  /** Undoes {@link #escapedJson} as far as JSON parsers do not: they refuse half a character. */
  static String withSurrogates(String json) {
    if (!json.contains("\\ud")) {
      return json;
    }
    StringBuilder plain = new StringBuilder(json.length());
    int done = 0;
    for (int i = json.indexOf(ESCAPE); i >= 0; i = json.indexOf(ESCAPE, i + 2)) {
      if (json.startsWith("ud", i + 1) && i + 2 + DIGITS <= json.length()) {
        char unit = (char) HexFormat.fromHexDigits(json, i + 2, i + 2 + DIGITS);
        plain.append(json, done, i).append(unit);
        done = i + 2 + DIGITS;
      }
    }
    return plain.append(json, done, json.length()).toString();
  }

  private static boolean isAlone(String text, int index) {
    char unit = text.charAt(index);
    if (Character.isHighSurrogate(unit)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(unit)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
