package org.asyncjob.transcode;

import java.util.regex.Pattern;

/** Names a result after the file that it was made from. */
final class ResultName {

  private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\]", Pattern.DOTALL);
  private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9]{1,5}$");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");
  private static final String FALLBACK = "audio";
  private static final int LONGEST = 120;

  private ResultName() {}

  /** Returns a name without any path that ends in {@code .mp3}; other letters stay as they are. */
  static String of(String input) {
    String name = FOLDERS.matcher(input).replaceFirst("");
    name = UNPRINTABLE.matcher(name).replaceAll("").strip();
    name = EXTENSION.matcher(name).replaceFirst("").strip();
    if (name.codePointCount(0, name.length()) > LONGEST) {
      name = name.substring(0, name.offsetByCodePoints(0, LONGEST));
    }
    return (name.isEmpty() ? FALLBACK : name) + ".mp3";
  }
}
