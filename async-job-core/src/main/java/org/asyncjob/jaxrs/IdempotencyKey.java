package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asyncjob.MalformedRequestException;

/**
 * The header field Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a string in quotes
 * as structured fields have it (RFC 8941, section 3.3.3), or the same text without quotes.
 *
 * @param value what the client sent, without quotes: 1 to 255 printable ASCII characters
 */
record IdempotencyKey(String value) {

  static final String FIELD = "Idempotency-Key";

  private static final int LONGEST = 255;
  private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*+)\"");

  /** No comma: a field that was sent twice may arrive as one with a comma in it. */
  private static final Pattern BARE = Pattern.compile("[!#-+\\--~]*+");

  /**
   * Reads the key of a request.
   *
   * @throws MalformedRequestException if there is a field and it is not exactly one key
   */
  static Optional<IdempotencyKey> of(MultivaluedMap<String, String> headers) {
    List<String> fields = headers.getOrDefault(FIELD, List.of());
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    if (fields.size() > 1) {
      throw new MalformedRequestException(FIELD + " is given twice.");
    }
    return Optional.of(parse(fields.get(0).strip()));
  }

  private static IdempotencyKey parse(String field) {
    Matcher quoted = QUOTED.matcher(field);
    String key = quoted.matches() ? quoted.group(1).replaceAll("\\\\(.)", "$1") : field;
    if (key.isEmpty()
        || key.length() > LONGEST
        || (!quoted.matches() && !BARE.matcher(field).matches())) {
      throw new MalformedRequestException(
          "%s must be 1 to %d printable ASCII characters in double quotes, such as \"8e03978e-40d5\"."
              .formatted(FIELD, LONGEST));
    }
    return new IdempotencyKey(key);
  }

  /**
   * The name by which engine and store know the request: another caller, or another resource, may
   * have the same key. Of fixed length, so that stores can index it.
   *
   * @param controller the URL of the resource that accepts work
   */
  String scoped(URI controller, Optional<String> caller) {
    // Neither the key nor a raw path contains a line break: no two scopes make the same text.
    String path = controller.getRawPath().replaceAll("/+$", "");
    String scope = value + "\n" + path + caller.map(name -> "\n" + name).orElse("");
    return HexFormat.of().formatHex(sha256().digest(scope.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
