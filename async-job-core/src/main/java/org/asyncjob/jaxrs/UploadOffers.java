package org.asyncjob.jaxrs;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.asyncjob.InputTooLargeException;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.engine.InputAnnouncement;
import org.asyncjob.engine.UploadOffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients where they can upload an input themselves.
 *
 * @param feature says whether they may
 * @param taken the media types of inputs
 */
record UploadOffers(AsyncJobFeature feature, TakenTypes taken) {

  private static final String FILENAME = "filename";
  private static final String MEDIA_TYPE = "media_type";
  private static final String LENGTH = "length";
  private static final String SHA256 = "sha256";

  private static final int LARGEST = 8 * 1024;
  private static final int LONGEST_MEDIA_TYPE = 200;
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{64}");

  /** What HTTP knows as a media type, in ASCII: it becomes a header field of the upload. */
  private static final Pattern PLAIN_TYPE =
      Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(?: ?; ?[ -~]*)?");

  /**
   * Answers an announcement.
   *
   * @param caller who may use the upload; empty if nobody is known
   * @throws NotFoundException if there are no uploads
   */
  Response answer(InputStream body, String caller) throws IOException {
    Duration validity = feature.directUploads().orElseThrow(NotFoundException::new);
    InputAnnouncement announced = announced(body, caller);
    UploadOffer offer =
        StoredUpload.<Optional<UploadOffer>>storing(
                () -> feature.engine().offerUpload(announced, validity))
            .orElseThrow(NotFoundException::new);
    return Response.created(offer.target().url())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(Json.object(json -> write(offer, json)))
        .build();
  }

  private InputAnnouncement announced(InputStream body, String caller) throws IOException {
    byte[] bytes = body.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new MalformedRequestException("The announcement of an upload is too long.");
    }
    Map<String, Object> members = new TreeMap<>(Uploads.members(new ByteArrayInputStream(bytes)));
    String filename = text(members, FILENAME).orElse(Filenames.DEFAULT);
    String mediaType = text(members, MEDIA_TYPE).orElse(MediaType.APPLICATION_OCTET_STREAM);
    String sha256 = text(members, SHA256).orElse("").toLowerCase(Locale.ROOT);
    long length = length(members.remove(LENGTH));
    if (!members.isEmpty()) {
      throw new MalformedRequestException(
          "Unknown member \"%s\". Known are: %s."
              .formatted(
                  members.keySet().iterator().next(),
                  String.join(", ", List.of(FILENAME, LENGTH, MEDIA_TYPE, SHA256))));
    }
    if (!HEXADECIMAL.matcher(sha256).matches()) {
      throw new MalformedRequestException(
          "\"%s\" must be the SHA-256 of the content, 64 hexadecimal digits.".formatted(SHA256));
    }
    if (length > feature.maxInputBytes()) {
      throw new InputTooLargeException(feature.maxInputBytes());
    }
    checkType(mediaType);
    return new InputAnnouncement(Filenames.sanitized(filename), mediaType, length, sha256, caller);
  }

  private static Optional<String> text(Map<String, Object> members, String name) {
    Object value = members.remove(name);
    if (value != null && !(value instanceof String)) {
      throw new MalformedRequestException("\"%s\" must be a text.".formatted(name));
    }
    return Optional.ofNullable((String) value);
  }

  private static long length(@Nullable Object value) {
    if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
      return ((Number) value).longValue();
    }
    throw new MalformedRequestException(
        "\"%s\" must be the number of bytes of the content.".formatted(LENGTH));
  }

  private void checkType(String mediaType) {
    boolean isOne =
        mediaType.length() <= LONGEST_MEDIA_TYPE && PLAIN_TYPE.matcher(mediaType).matches();
    if (!isOne || !taken.contain(parsed(mediaType))) {
      throw new UnacceptableRequestException(
          "\"%s\" is none that is taken here%s."
              .formatted(MEDIA_TYPE, taken.types().isEmpty() ? "" : ": allowed are " + taken));
    }
  }

  private static MediaType parsed(String mediaType) {
    int parameters = mediaType.indexOf(';');
    return MediaType.valueOf(
        parameters < 0 ? mediaType : mediaType.substring(0, parameters).strip());
  }

  private static void write(UploadOffer offer, JsonGenerator json) throws IOException {
    json.writeStringField("source", offer.source());
    json.writeStringField("expires", offer.expires().toString());
    json.writeObjectFieldStart("upload");
    json.writeStringField("method", offer.target().method());
    json.writeStringField("url", offer.target().url().toASCIIString());
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, String> field : new TreeMap<>(offer.target().headers()).entrySet()) {
      json.writeStringField(field.getKey(), field.getValue());
    }
    json.writeEndObject();
    json.writeStringField("expires", offer.targetExpires().toString());
    json.writeEndObject();
  }
}
