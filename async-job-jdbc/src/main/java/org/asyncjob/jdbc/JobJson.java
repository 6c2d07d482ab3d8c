package org.asyncjob.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.asyncjob.Blob;
import org.asyncjob.JobFailure;
import org.asyncjob.JobOutcome;
import org.asyncjob.JobResult;

/** Those parts of a job that are one column each, of JSON. Safe for many threads. */
final class JobJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final TypeReference<Map<String, Object>> OPTIONS = new TypeReference<>() {};
  private static final String NO_OPTIONS = "{}";

  private JobJson() {}

  static String ofOptions(Map<String, Object> options) {
    return options.isEmpty() ? NO_OPTIONS : text(options);
  }

  static Map<String, Object> options(String json) throws JsonProcessingException {
    return json.equals(NO_OPTIONS)
        ? Map.of()
        : MAPPER.readValue(ColumnText.withSurrogates(json), OPTIONS);
  }

  static String ofTexts(Collection<String> texts) {
    return text(texts);
  }

  static String ofBlob(Blob blob) {
    return text(node(blob));
  }

  static Blob blob(String json) throws JsonProcessingException {
    return blob(MAPPER.readTree(ColumnText.withSurrogates(json)));
  }

  static String ofOutcome(JobOutcome outcome) {
    ObjectNode node = MAPPER.createObjectNode();
    if (outcome instanceof JobFailure failure) {
      node.putObject("failure")
          .put("type", failure.type())
          .put("title", failure.title())
          .put("detail", failure.detail())
          .put("error", failure.error());
    } else if (outcome instanceof JobResult.Bytes bytes) {
      node.set("blob", node(bytes.blob()));
      if (!bytes.warnings().isEmpty()) {
        bytes.warnings().forEach(node.putArray("warnings")::add);
      }
    } else if (outcome instanceof JobResult.Link link) {
      node.put("link", link.target().toString());
    } else if (outcome instanceof JobResult.Json json) {
      node.put("json", json.text());
    }
    return text(node);
  }

  static JobOutcome outcome(String json) throws JsonProcessingException {
    JsonNode node = MAPPER.readTree(ColumnText.withSurrogates(json));
    if (node.has("failure")) {
      JsonNode failure = node.get("failure");
      String type = text(failure, "type");
      String title = text(failure, "title");
      String detail = text(failure, "detail");
      // Rows of earlier versions have none.
      String error = failure.has("error") ? text(failure, "error") : detail;
      return new JobFailure(type, title, detail, error);
    }
    if (node.has("blob")) {
      return new JobResult.Bytes(blob(node.get("blob")), warnings(node.path("warnings")));
    }
    if (node.has("link")) {
      return JobResult.link(URI.create(text(node, "link")));
    }
    return new JobResult.Json(text(node, "json"));
  }

  private static List<String> warnings(JsonNode node) {
    List<String> warnings = new ArrayList<>();
    for (JsonNode sentence : node) {
      if (!sentence.isTextual()) {
        throw new IllegalArgumentException("a warning that is no text");
      }
      warnings.add(sentence.textValue());
    }
    return warnings;
  }

  private static ObjectNode node(Blob blob) {
    return MAPPER
        .createObjectNode()
        .put("key", blob.key())
        .put("size", blob.size())
        .put("sha256", blob.sha256())
        .put("filename", blob.filename())
        .put("mediaType", blob.mediaType());
  }

  private static Blob blob(JsonNode node) {
    JsonNode size = node.path("size");
    if (!size.isIntegralNumber() || !size.canConvertToLong()) {
      throw new IllegalArgumentException("a blob without a size");
    }
    return new Blob(
        text(node, "key"),
        size.longValue(),
        text(node, "sha256"),
        text(node, "filename"),
        text(node, "mediaType"));
  }

  private static String text(JsonNode node, String name) {
    JsonNode member = node.path(name);
    if (!member.isTextual()) {
      throw new IllegalArgumentException("no text \"" + name + "\"");
    }
    return member.textValue();
  }

  private static String text(Object value) {
    try {
      return ColumnText.escapedJson(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("what a job holds cannot be written as JSON", e);
    }
  }
}
