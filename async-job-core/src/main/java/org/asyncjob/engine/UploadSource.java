package org.asyncjob.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.JobId;
import org.asyncjob.spi.DirectUploads;

/**
 * What an upload was announced to be, as a text that its client keeps for us. It needs no
 * signature: the blob has its hash for a name, and only for names that were offered can there be a
 * blob. Whoever changes a character, or is another caller, names one that does not exist.
 *
 * @param text the text
 * @param expires the time from which on it is worth nothing
 * @param content the rest, in a blob whose key says nothing
 */
record UploadSource(String text, Instant expires, Blob content) {

  private static final String SCHEME = "upload:";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;
  private static final int LONGEST = 8 * 1024;
  private static final int ID_DIGITS = 32;

  // Short, as they are in each source.
  private static final String EXPIRES = "e";
  private static final String SIZE = "s";
  private static final String SHA256 = "h";
  private static final String FILENAME = "f";
  private static final String MEDIA_TYPE = "t";
  private static final String UNIQUE = "n";

  /** A new one: no two are the same, whatever is announced. */
  static UploadSource of(InputAnnouncement announced, Instant expires) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    JsonNode members =
        JSON.createObjectNode()
            .put(EXPIRES, expires.getEpochSecond())
            .put(SIZE, announced.size())
            .put(SHA256, announced.sha256())
            .put(FILENAME, announced.filename())
            .put(MEDIA_TYPE, announced.mediaType())
            .put(UNIQUE, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    return new UploadSource(SCHEME + encoded(members), expires, content(members));
  }

  private static String encoded(JsonNode members) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(JSON.writeValueAsBytes(members));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  /** Reads the text of one; nothing if it can be none. */
  static Optional<UploadSource> parse(String text) {
    if (!text.startsWith(SCHEME) || text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      JsonNode members =
          JSON.readTree(Base64.getUrlDecoder().decode(text.substring(SCHEME.length())));
      return members.isObject()
          ? Optional.of(
              new UploadSource(
                  text, Instant.ofEpochSecond(members.path(EXPIRES).asLong()), content(members)))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // anybody may have written it
    }
  }

  private static Blob content(JsonNode members) {
    return new Blob(
        "",
        members.path(SIZE).asLong(),
        members.path(SHA256).asText(),
        members.path(FILENAME).asText(),
        members.path(MEDIA_TYPE).asText());
  }

  /** The blob that this names for a caller. */
  Blob blob(String caller) {
    // Of fixed length: no two pairs of caller and text make the same bytes.
    MessageDigest digest = sha256();
    digest.update(sha256().digest(caller.getBytes(StandardCharsets.UTF_8)));
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return new Blob(
        DirectUploads.KEY_PREFIX + HexFormat.of().formatHex(digest.digest()),
        content.size(),
        content.sha256(),
        content.filename(),
        content.mediaType());
  }

  /** Whether a blob is one that a client has uploaded itself. */
  static boolean isNamed(Blob blob) {
    return blob.key().startsWith(DirectUploads.KEY_PREFIX);
  }

  /** The job that an upload becomes: one only, as no two jobs have the same id. */
  static JobId job(Blob blob) {
    MessageDigest digest = sha256();
    digest.update(blob.key().getBytes(StandardCharsets.UTF_8));
    digest.update(blob.sha256().getBytes(StandardCharsets.UTF_8));
    return new JobId(HexFormat.of().formatHex(digest.digest()).substring(0, ID_DIGITS));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
