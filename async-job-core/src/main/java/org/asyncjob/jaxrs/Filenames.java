package org.asyncjob.jaxrs;

/** Makes names that clients send harmless: no path, no control characters, no excess length. */
final class Filenames {

  static final String DEFAULT = "upload";

  private static final int LONGEST = 200;

  private Filenames() {}

  static String sanitized(String name) {
    String last = name.substring(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')));
    String visible =
        last.codePoints()
            .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
            .filter(c -> Character.getType(c) != Character.SURROGATE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    String shortened = shortened(visible);
    return shortened.isEmpty() || shortened.equals(".") || shortened.equals("..")
        ? DEFAULT
        : shortened;
  }

  /** Cuts the middle, so that beginning and extension stay. */
  private static String shortened(String name) {
    int count = name.codePointCount(0, name.length());
    if (count <= LONGEST) {
      return name;
    }
    int tail = 20;
    return name.substring(0, name.offsetByCodePoints(0, LONGEST - tail))
        + name.substring(name.offsetByCodePoints(0, count - tail));
  }
}
