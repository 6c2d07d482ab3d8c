package org.asyncjob.jaxrs;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.JobRequest;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.engine.JobEngine;

/** Turns request bodies into job requests: streams bytes to the blob store, collects options. */
final class Uploads {

  static final String FILE_PART = "file";
  static final String FILENAME = "filename";

  private static final String SOURCE = "source";
  private static final String UPLOAD = "upload:";

  private static final int LONGEST_OPTION = 8 * 1024;
  private static final int BUFFER = 16 * 1024;

  private final JobEngine engine;
  private final long maxInputBytes;

  Uploads(JobEngine engine, long maxInputBytes) {
    this.engine = engine;
    this.maxInputBytes = maxInputBytes;
  }

  /** A body that is the input itself; the query has the options. */
  JobRequest.Builder raw(
      String kind, InputStream body, UploadHeaders headers, MultivaluedMap<String, String> query)
      throws IOException {
    Map<String, Object> options = options(query);
    options.remove(FILENAME);
    String filename = Optional.ofNullable(query.getFirst(FILENAME)).orElse(headers.filename());
    Blob input = store(body, filename, headers.mediaType());
    return JobRequest.builder(kind).options(options).input(input);
  }

  /** A form with one file; its other parts and the query have the options. */
  JobRequest.Builder form(String kind, List<EntityPart> parts, MultivaluedMap<String, String> query)
      throws IOException {
    Map<String, Object> options = options(query);
    options.remove(FILENAME);
    List<EntityPart> files = new ArrayList<>();
    for (EntityPart part : parts) {
      if (part.getName().equals(FILE_PART)) {
        files.add(part);
      } else {
        put(options, part.getName(), text(part));
      }
    }
    if (files.size() != 1) {
      throw new MalformedRequestException(
          "The form has %d parts named \"%s\"; it must have exactly one, with the file."
              .formatted(files.size(), FILE_PART));
    }
    EntityPart file = files.get(0);
    String filename =
        Optional.ofNullable(query.getFirst(FILENAME))
            .or(file::getFileName)
            .orElse(Filenames.DEFAULT);
    String mediaType = String.valueOf(file.getMediaType());
    try (InputStream content = file.getContent()) {
      Blob input = store(content, filename, mediaType);
      return JobRequest.builder(kind).options(options).input(input);
    }
  }

  /** A JSON object: all of it is options. */
  JobRequest.Builder json(String kind, InputStream body) throws IOException {
    return JobRequest.builder(kind).options(members(body));
  }

  /**
   * Returns the members of a JSON object, except for those that are null.
   *
   * @throws MalformedRequestException if it is none
   */
  static Map<String, Object> members(InputStream body) throws IOException {
    try {
      Map<String, Object> members = Json.maps().readValue(body);
      if (members == null) {
        throw new MalformedRequestException("The body is not a JSON object.");
      }
      members.values().removeIf(value -> value == null);
      return members;
    } catch (JsonProcessingException e) {
      throw new MalformedRequestException("The body is not a JSON object.");
    }
  }

  /**
   * A JSON object whose member {@code source} may be an upload of the caller's: that is the input
   * then, and no option.
   */
  JobRequest.Builder json(String kind, InputStream body, String caller) throws IOException {
    Map<String, Object> options = members(body);
    if (!(options.get(SOURCE) instanceof String source) || !source.startsWith(UPLOAD)) {
      return JobRequest.builder(kind).options(options);
    }
    options.remove(SOURCE);
    Blob input = StoredUpload.storing(() -> engine.uploadedInput(source, caller));
    return JobRequest.builder(kind).options(options).input(input);
  }

  private Blob store(InputStream body, String filename, String mediaType) throws IOException {
    InputStream capped = new CappedInputStream(body, maxInputBytes, maxInputBytes);
    try (StoredUpload upload =
        StoredUpload.begin(() -> engine.createInput(Filenames.sanitized(filename), mediaType))) {
      byte[] bytes = new byte[BUFFER];
      for (int length = capped.read(bytes); length >= 0; length = capped.read(bytes)) {
        upload.write(bytes, length);
      }
      return upload.commit();
    }
  }

  private static Map<String, Object> options(MultivaluedMap<String, String> query) {
    Map<String, Object> options = new LinkedHashMap<>();
    query.forEach(
        (name, values) -> {
          for (String value : values) {
            put(options, name, value);
          }
        });
    return options;
  }

  private static void put(Map<String, Object> options, String name, String value) {
    if (options.put(name, value) != null) {
      throw new MalformedRequestException("Option \"%s\" is given twice.".formatted(name));
    }
  }

  private static String text(EntityPart part) throws IOException {
    try (InputStream content = part.getContent()) {
      byte[] bytes = content.readNBytes(LONGEST_OPTION + 1);
      if (bytes.length > LONGEST_OPTION) {
        throw new MalformedRequestException(
            "Part \"%s\" is longer than an option can be (%d bytes); the file belongs into the part \"%s\"."
                .formatted(part.getName(), LONGEST_OPTION, FILE_PART));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** What the header fields of a raw upload say about it. */
  record UploadHeaders(String filename, String mediaType) {}
}
