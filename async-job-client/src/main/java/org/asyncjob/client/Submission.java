package org.asyncjob.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Work to be submitted: a file with options, or options alone. Immutable; the file is read when it
 * is submitted, and has to stay as it is until then.
 */
public final class Submission {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Content content;
  private final String mediaType;
  private final Map<String, String> parameters;
  private final @Nullable String idempotencyKey;
  private final TransferListener listener;
  private final boolean isDirect;

  private Submission(Builder builder) {
    content = builder.content;
    mediaType = builder.mediaType;
    parameters = new LinkedHashMap<>(builder.parameters);
    idempotencyKey = builder.idempotencyKey;
    listener = builder.listener;
    isDirect = builder.isFile && builder.isDirect;
  }

  /**
   * The bytes of a file, under its own name and as {@code application/octet-stream} unless the
   * builder is told otherwise; options become query parameters.
   */
  public static Builder ofFile(Path file) {
    Content bytes = () -> new UploadBody.Bytes(Files.size(file), () -> Okio.source(file));
    return new Builder(bytes, "application/octet-stream", true)
        .filename(String.valueOf(file.getFileName()));
  }

  /**
   * A JSON object without a file, for resources that need none, or fetch it themselves.
   *
   * @param members what Jackson can write: texts, numbers, lists, maps, records ...
   * @throws IllegalArgumentException if it cannot write them
   */
  public static Builder ofJson(Map<String, ?> members) {
    byte[] json;
    try {
      json = JSON.writeValueAsBytes(members);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the members cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
    Content bytes = () -> new UploadBody.Bytes(json.length, () -> new Buffer().write(json));
    return new Builder(bytes, "application/json", false);
  }

  /** What to send to this resource; a file is measured now. */
  UploadBody body() throws IOException {
    return body(mediaType);
  }

  /** The same as another media type. */
  UploadBody body(String type) throws IOException {
    return new UploadBody(content.bytes(), type, listener);
  }

  /** The bytes, for nobody to hear of. */
  Source source() throws IOException {
    return content.bytes().opener().open();
  }

  /** Whether to take it past the server, if that is possible. */
  boolean isDirect() {
    return isDirect;
  }

  /** Options, and the name of the file. */
  Map<String, String> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  HttpUrl addressAt(HttpUrl controller) {
    HttpUrl.Builder url = controller.newBuilder();
    parameters.forEach(url::setQueryParameter);
    return url.build();
  }

  Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }

  /** Where the bytes come from. */
  @FunctionalInterface
  private interface Content {
    UploadBody.Bytes bytes() throws IOException;
  }

  /** Collects what goes along with the work. Not safe for use by several threads. */
  public static final class Builder {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Content content;
    private final boolean isFile;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private String mediaType;
    private @Nullable String idempotencyKey;
    private TransferListener listener = TransferListener.NONE;
    private boolean isDirect;

    private Builder(Content content, String mediaType, boolean isFile) {
      this.content = content;
      this.mediaType = mediaType;
      this.isFile = isFile;
    }

    /** An option of the work, as a query parameter; replaces an earlier one of this name. */
    public Builder option(String name, String value) {
      parameters.put(name, value);
      return this;
    }

    /** Options of the work, as {@link #option} each. */
    public Builder options(Map<String, String> options) {
      parameters.putAll(options);
      return this;
    }

    /** The name that the server is told, as the query parameter {@code filename}. */
    public Builder filename(String filename) {
      return option("filename", filename);
    }

    /** The media type that the server is told, for example {@code video/mp4}. */
    public Builder mediaType(String type) {
      mediaType = type;
      return this;
    }

    /**
     * What makes this submission the same as an earlier one, so that the server answers with the
     * job that it has already: for programs that do not remember whether they submitted. Without
     * it, each submission has a random one.
     *
     * @param key 1 to 255 visible ASCII characters
     * @throws IllegalArgumentException if it is something else
     */
    public Builder idempotencyKey(String key) {
      if (!KEY.matcher(key).matches()) {
        throw new IllegalArgumentException(
            "the idempotency key \"" + key + "\" is not 1 to 255 visible ASCII characters");
      }
      idempotencyKey = key;
      return this;
    }

    /** Who hears how the upload goes on. */
    public Builder listener(TransferListener transferListener) {
      listener = transferListener;
      return this;
    }

    /**
     * Has a file uploaded to the object store of the server, past the server itself, where that
     * offers it ({@code {c}/uploads}); where it does not, nothing is different. The file is read
     * once more for that. Options arrive as texts of a JSON object. Without a file it means
     * nothing.
     */
    public Builder direct(boolean direct) {
      isDirect = direct;
      return this;
    }

    /** Ends the collection. */
    public Submission build() {
      return new Submission(this);
    }
  }
}
