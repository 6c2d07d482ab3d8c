package org.asyncjob.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What is converted: a file, or what a link leads to.
 *
 * @param text as the user wrote it
 */
record Input(String text) {

  private static final Pattern LINK =
      Pattern.compile("(https?|s3)://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BEHIND_THE_PATH = Pattern.compile("[?#].*", Pattern.DOTALL);
  private static final Pattern UNUSABLE = Pattern.compile("[/\\\\\\p{Cntrl}]");
  private static final String NAMELESS = "audio";

  boolean isLink() {
    return LINK.matcher(text).matches();
  }

  /** The file; not for links. */
  Path file() {
    return Path.of(text);
  }

  /** What to call it in messages: the last part of its path. */
  String name() {
    if (!isLink()) {
      return String.valueOf(file().getFileName());
    }
    String path = BEHIND_THE_PATH.matcher(text).replaceFirst("");
    String last = path.substring(path.lastIndexOf('/') + 1);
    String name = UNUSABLE.matcher(decoded(last)).replaceAll("_").strip();
    boolean isHost = path.indexOf('/', path.indexOf("://") + "://".length()) < 0;
    return name.isEmpty() || name.equals(".") || name.equals("..") || isHost ? NAMELESS : name;
  }

  @Override
  public String toString() {
    return text;
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }
}
