package org.asyncjob.transcode.fetch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** How a file is called where it comes from. Good for a name to show, and for nothing else. */
final class Filenames {

  private static final Pattern EXTENDED =
      Pattern.compile(";\\s*filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED =
      Pattern.compile(";\\s*filename\\s*=\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern BARE =
      Pattern.compile(";\\s*filename\\s*=\\s*([^;\"\\s]+)", Pattern.CASE_INSENSITIVE);

  private Filenames() {}

  /** By Content-Disposition (RFC 6266), else by the link that was asked for. */
  static String of(Response response, HttpUrl asked) {
    return Optional.ofNullable(response.header("Content-Disposition"))
        .flatMap(Filenames::disposition)
        .map(Filenames::withoutPath)
        .filter(name -> !name.isBlank())
        .orElseGet(() -> lastSegment(asked));
  }

  private static Optional<String> disposition(String field) {
    Matcher extended = EXTENDED.matcher(field);
    if (extended.find()) {
      return decoded(extended.group(1));
    }
    for (Pattern pattern : List.of(QUOTED, BARE)) {
      Matcher matcher = pattern.matcher(field);
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String text) {
    try {
      // Other than in forms, a plus is a plus here.
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String lastSegment(HttpUrl link) {
    List<String> path = link.pathSegments();
    return withoutPath(path.get(path.size() - 1));
  }

  private static String withoutPath(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }
}
