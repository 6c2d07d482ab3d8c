package org.asyncjob.verification.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server answered, and to what. */
final class Answer {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String method;
  private final URI uri;
  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /** Puts it together; the names in {@code headers} are in lower case. */
  Answer(String method, URI uri, int status, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  int status() {
    return status;
  }

  /** The fields, by their names in lower case. */
  Map<String, List<String>> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /** The only field of this name, if there is one. */
  Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    if (values.size() > 1) {
      throw new AssertionError(name + " is there " + values.size() + " times in " + this);
    }
    return values.stream().findFirst();
  }

  /** The media type without its parameters. */
  String mediaType() {
    return header("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
  }

  URI location() {
    return header("Location")
        .map(URI::create)
        .orElseThrow(() -> new AssertionError("no Location in " + this));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  JsonNode json() {
    return json(text());
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** The text of a member of the JSON body, empty if it is not there. */
  String member(String name) {
    return json().path(name).asText();
  }

  @Override
  public String toString() {
    String shown = text();
    return "%s %s -> %d %s %s"
        .formatted(
            method, uri, status, headers, shown.substring(0, Math.min(shown.length(), 1000)));
  }
}
