package org.asyncjob.jaxrs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a stream of events line by line, as the HTML standard has it; comments come as well. */
final class Events implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BufferedReader lines;

  Events(InputStream in) {
    lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /**
   * The next event or comment; nothing at the end of the stream.
   *
   * @param fields by name; a comment has the name ""
   */
  record Event(Map<String, String> fields) {

    String field(String name) {
      return Optional.ofNullable(fields.get(name)).orElse("");
    }

    boolean isComment() {
      return fields.keySet().equals(java.util.Set.of(""));
    }

    JsonNode document() throws IOException {
      return MAPPER.readTree(field("data"));
    }

    String status() throws IOException {
      return document().path("status").asText();
    }
  }

  Optional<Event> next() throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty()) {
        int colon = line.indexOf(':');
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else if (!fields.isEmpty()) {
        return Optional.of(new Event(fields));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
