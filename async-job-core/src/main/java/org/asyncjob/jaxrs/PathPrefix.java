package org.asyncjob.jaxrs;

import java.util.regex.Pattern;

/** The paths of a {@code @Path}, and those below. */
final class PathPrefix {

  private static final String ONE_SEGMENT = "[^/]+";

  private final Pattern exact;
  private final Pattern paths;

  private PathPrefix(String expression) {
    exact = Pattern.compile(expression);
    paths = Pattern.compile("(?:" + expression + ")(?:/.*)?");
  }

  /** Reads a {@code @Path}; a variable in it stands for one segment, or for what it says. */
  static PathPrefix of(String template) {
    StringBuilder expression = new StringBuilder();
    int start = template.startsWith("/") ? 1 : 0;
    int end = template.endsWith("/") ? template.length() - 1 : template.length();
    int literal = start;
    for (int i = start; i < end; i++) {
      if (template.charAt(i) == '{') {
        expression.append(Pattern.quote(template.substring(literal, i)));
        int closing = closing(template, i);
        expression.append(variable(template.substring(i + 1, closing)));
        i = closing;
        literal = closing + 1;
      }
    }
    if (literal < end) {
      expression.append(Pattern.quote(template.substring(literal, end)));
    }
    return new PathPrefix(expression.toString());
  }

  /** Whether a path is one of these or below. */
  boolean matches(String path) {
    return paths.matcher(relative(path)).matches();
  }

  /** Whether a path is one of these. */
  boolean isExactly(String path) {
    return exact.matcher(relative(path)).matches();
  }

  private static String relative(String path) {
    return path.substring(path.startsWith("/") ? 1 : 0);
  }

  private static String variable(String inside) {
    int colon = inside.indexOf(':');
    return colon < 0 ? ONE_SEGMENT : "(?:" + inside.substring(colon + 1).strip() + ")";
  }

  private static int closing(String template, int opening) {
    int depth = 0;
    for (int i = opening; i < template.length(); i++) {
      char c = template.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("@Path(\"" + template + "\") has a brace without its other");
  }
}
