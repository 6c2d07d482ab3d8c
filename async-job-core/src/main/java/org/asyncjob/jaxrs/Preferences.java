package org.asyncjob.jaxrs;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header field Prefer (RFC 7240); what is not understood is ignored, as section 2 wants it. */
final class Preferences {

  static final String PREFER = "Prefer";
  static final String PREFERENCE_APPLIED = "Preference-Applied";

  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(?=$|[,;])");

  private Preferences() {}

  /** How long the client wants the answer to be held; nothing if it does not say so. */
  static Optional<Duration> waitOf(String field) {
    Matcher wait = WAIT.matcher(field);
    return wait.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1))))
        : Optional.empty();
  }

  /** Says how long the answer was held at most. */
  static String applied(Duration wait) {
    return "wait=" + wait.toSeconds();
  }
}
