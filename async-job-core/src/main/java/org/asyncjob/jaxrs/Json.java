package org.asyncjob.jaxrs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Writes our documents. They reach the runtime as bytes, so that neither its JSON library nor the
 * ObjectMapper of the application around us has a say in them.
 */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader MAPS =
      MAPPER.readerFor(new TypeReference<Map<String, Object>>() {});
  private static final int USUAL_BYTES = 1024;

  private Json() {}

  /** Reads objects as maps; of an empty text it makes nothing. */
  static ObjectReader maps() {
    return MAPS;
  }

  /** Writes one object, whose members {@code content} writes. */
  static byte[] object(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("plain members can always be written to memory", e);
    }
    return bytes.toByteArray();
  }

  static byte[] bytes(JsonNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  /** Writes the members of an object. */
  @FunctionalInterface
  interface Content {

    void writeTo(JsonGenerator json) throws IOException;
  }
}
