package org.asyncjob.verification.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The OpenAPI description of the application, to which its answers are held: status, header fields,
 * media type and body of each have to be described. Safe for many threads.
 */
final class Description {

  static final Path FILE =
      Samples.REPOSITORY.resolve(
          "jersey-app/src/main/resources/org/asyncjob/app/page/openapi.yaml");

  /** What HTTP adds, and what the description says of every answer in its introduction. */
  private static final Set<String> OF_EVERY_ANSWER =
      Set.of(
          "connection",
          "content-length",
          "content-security-policy",
          "content-type",
          "date",
          "referrer-policy",
          "transfer-encoding",
          "x-content-type-options");

  /** What may be answered where nothing is described. */
  private static final Set<Integer> NOTHING_THERE = Set.of(400, 404, 405);

  /** A schema brings along what it refers to, as a member that says nothing about values. */
  private static final JsonMetaSchema DIALECT =
      JsonMetaSchema.builder(JsonMetaSchema.getV202012())
          .keyword(new NonValidationKeyword("components"))
          .build();

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          factory -> factory.metaSchema(DIALECT).defaultMetaSchemaIri(DIALECT.getIri()));
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonNode document;
  private final String base;

  private Description(JsonNode document, String base) {
    this.document = document;
    this.base = base;
  }

  /**
   * Reads it.
   *
   * @param base the path below which its paths are; ends with a slash
   */
  static Description under(String base) {
    try {
      JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(FILE));
      return new Description(document, base);
    } catch (IOException e) {
      throw Visitor.unchecked(e);
    }
  }

  JsonNode document() {
    return document;
  }

  /** What in an answer is not as it is described; nothing if all is. */
  List<String> objections(Answer answer) {
    if (answer.method().equals("OPTIONS")) {
      return List.of(); // JAX-RS answers it, and nobody asks
    }
    Optional<JsonNode> operation =
        template(answer.uri())
            .map(path -> document.at("/paths").path(path))
            .map(path -> path.path(answer.method().toLowerCase(Locale.ROOT)))
            .filter(JsonNode::isObject);
    if (operation.isEmpty()) {
      return NOTHING_THERE.contains(answer.status())
          ? List.of()
          : List.of(answer.method() + " " + answer.uri() + " is not described");
    }
    JsonNode response =
        resolved(operation.get().path("responses").path(Integer.toString(answer.status())));
    if (!response.isObject()) {
      return List.of("status " + answer.status() + " is not described");
    }
    List<String> objections = new ArrayList<>();
    checkFields(answer, response.path("headers"), objections);
    checkBody(answer, response.path("content"), objections);
    return objections;
  }

  /** The path of the description that an address is an example of. */
  private Optional<String> template(URI uri) {
    String path =
        "/" + uri.getRawPath().substring(Math.min(base.length(), uri.getRawPath().length()));
    if (document.at("/paths").has(path)) {
      return Optional.of(path);
    }
    for (Map.Entry<String, JsonNode> described : document.get("paths").properties()) {
      String pattern =
          Pattern.compile("\\{[a-z]+}")
              .splitAsStream(described.getKey() + "\n")
              .map(Pattern::quote)
              .reduce((a, b) -> a + "[^/]+" + b)
              .orElseThrow();
      if ((path + "\n").matches(pattern)) {
        return Optional.of(described.getKey());
      }
    }
    return Optional.empty();
  }

  private void checkFields(Answer answer, JsonNode described, List<String> objections) {
    Set<String> unknown = new TreeSet<>(answer.headers().keySet());
    unknown.removeAll(OF_EVERY_ANSWER);
    for (Map.Entry<String, JsonNode> field : described.properties()) {
      String name = field.getKey();
      JsonNode header = resolved(field.getValue());
      unknown.remove(name.toLowerCase(Locale.ROOT));
      Optional<String> value = answer.header(name);
      if (value.isEmpty() && header.path("required").asBoolean()) {
        objections.add(name + " is missing");
      }
      value.ifPresent(
          text ->
              validate(asJson(text, header.get("schema")), header.get("schema"))
                  .forEach(message -> objections.add(name + ": " + message)));
    }
    if (JudgedServer.isOurs() && !unknown.isEmpty()) { // what stands before others may add some
      objections.add("not described: " + unknown);
    }
  }

  private static JsonNode asJson(String text, JsonNode schema) {
    return schema.path("type").asText().equals("integer") && text.matches("-?[0-9]{1,18}")
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
        : JsonNodeFactory.instance.textNode(text);
  }

  private void checkBody(Answer answer, JsonNode content, List<String> objections) {
    if (answer.method().equals("HEAD") || !content.isObject()) {
      if (answer.body().length > 0) {
        objections.add("there is a body");
      }
      return;
    }
    JsonNode described = content.path(answer.mediaType());
    if (!described.isObject()) {
      objections.add("media type \"" + answer.mediaType() + "\" is not described");
    } else if (answer.mediaType().endsWith("json")) {
      objections.addAll(validate(answer.json(), described.get("schema")));
    } else if (described.has("x-event-data")) {
      answer
          .text()
          .lines()
          .filter(line -> line.startsWith("data:"))
          .map(line -> Answer.json(line.substring("data:".length())))
          .forEach(data -> objections.addAll(validate(data, described.get("x-event-data"))));
    }
  }

  private List<String> validate(JsonNode value, JsonNode schema) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putArray("allOf").add(schema);
    root.set("components", document.get("components"));
    return SCHEMAS.getSchema(root, STRICT).validate(value).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}
