package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/** Whether a field {@code Accept} asks for events (RFC 9110, section 12.5.1). */
final class AcceptedEvents {

  private AcceptedEvents() {}

  /** True if it names them, and names no JSON that it likes as well. */
  static boolean arePreferred(String accept) {
    if (!accept.toLowerCase(Locale.ROOT).contains(MediaType.SERVER_SENT_EVENTS)) {
      return false; // almost everybody
    }
    double events = 0;
    double json = 0;
    double anything = 0;
    for (String element : accept.split(",", -1)) {
      String type = element.replaceAll(";.*", "").strip();
      if (type.equalsIgnoreCase(MediaType.SERVER_SENT_EVENTS)) {
        events = Math.max(events, quality(element));
      } else if (type.equalsIgnoreCase(MediaType.APPLICATION_JSON)) {
        json = Math.max(json, quality(element));
      } else if (type.equals("*/*") || type.equalsIgnoreCase("application/*")) {
        anything = Math.max(anything, quality(element));
      }
    }
    return events > json && events >= anything;
  }

  private static double quality(String element) {
    for (String parameter : element.split(";", -1)) {
      String text = parameter.strip();
      if (text.regionMatches(true, 0, "q=", 0, 2)) {
        try {
          return Double.parseDouble(text.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
