package org.asyncjob.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file name in a Content-Disposition header (RFC 6266), fit for a directory of ours. */
final class DispositionName {

  private static final Pattern EXTENDED =
      Pattern.compile(";\\s*filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED =
      Pattern.compile(";\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern TOKEN =
      Pattern.compile(";\\s*filename\\s*=\\s*([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  private static final Pattern UNSAFE = Pattern.compile("\\p{Cntrl}");

  private DispositionName() {}

  /** The name without any directory; empty if the header has none that could be used. */
  static Optional<String> of(String header) {
    return first(EXTENDED, header)
        .flatMap(DispositionName::decoded)
        .or(() -> first(QUOTED, header).map(name -> ESCAPE.matcher(name).replaceAll("$1")))
        .or(() -> first(TOKEN, header))
        .flatMap(DispositionName::withoutDirectory);
  }

  private static Optional<String> first(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> decoded(String percentEncoded) {
    try {
      return Optional.of(
          URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> withoutDirectory(String name) {
    int directory = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    String safe = UNSAFE.matcher(name.substring(directory + 1)).replaceAll("").strip();
    return safe.isEmpty() || safe.equals(".") || safe.equals("..")
        ? Optional.empty()
        : Optional.of(safe);
  }
}
