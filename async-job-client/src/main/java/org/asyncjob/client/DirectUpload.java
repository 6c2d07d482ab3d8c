package org.asyncjob.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import okio.HashingSource;
import okio.Okio;

/** Takes a file past the server to where that tells us, and makes of it what the server is told. */
final class DirectUpload {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final Duration LIMIT_OF_SHORT_ANSWERS = Duration.ofSeconds(60);
  private static final String FILENAME = "filename";
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int INTERNAL_ERROR = 500;

  private final Exchange exchange;
  private final Patience patience;

  DirectUpload(Exchange exchange, Patience patience) {
    this.exchange = exchange;
    this.patience = patience;
  }

  /** What the server says of an upload. */
  private record Offer(String source, String method, HttpUrl url, Headers headers) {}

  /**
   * Uploads the file of a submission.
   *
   * @return what is to be submitted instead; nothing if the server has no uploads past it
   * @throws UncheckedIOException if the file cannot be read
   */
  Optional<Submission> uploaded(URI controller, Submission submission) throws InterruptedException {
    Optional<Offer> offer = offer(controller, submission);
    if (offer.isEmpty()) {
      return Optional.empty();
    }
    UploadBody body = body(submission, offer.get().headers());
    Request put =
        new Request.Builder()
            .url(offer.get().url())
            .headers(offer.get().headers())
            .method(offer.get().method(), body)
            .build();
    // The address is the permission: whoever else it is, credentials are not for them.
    patience.with(() -> exchange.sendWithoutCredentials(put, Duration.ZERO, DirectUpload::arrived));
    Map<String, Object> members = new LinkedHashMap<>(submission.parameters());
    members.remove(FILENAME);
    members.put("source", offer.get().source());
    Submission.Builder linked = Submission.ofJson(members);
    submission.idempotencyKey().ifPresent(linked::idempotencyKey);
    return Optional.of(linked.build());
  }

  private Optional<Offer> offer(URI controller, Submission submission) throws InterruptedException {
    HttpUrl uploads = Addresses.http(controller).newBuilder().addPathSegment("uploads").build();
    Request request =
        new Request.Builder()
            .url(uploads)
            .header("Accept", "application/json, application/problem+json")
            .post(RequestBody.create(announcement(submission), JSON_TYPE))
            .build();
    return patience.with(
        () -> exchange.send(request, LIMIT_OF_SHORT_ANSWERS, DirectUpload::readOffer));
  }

  private static byte[] announcement(Submission submission) {
    try {
      UploadBody body = submission.body();
      Map<String, Object> members = new LinkedHashMap<>();
      Optional.ofNullable(submission.parameters().get(FILENAME))
          .ifPresent(name -> members.put(FILENAME, name));
      members.put("media_type", body.contentType().toString());
      members.put("length", body.contentLength());
      members.put("sha256", sha256(submission));
      return JSON.writeValueAsBytes(members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Submission submission) throws IOException {
    try (HashingSource hashing = HashingSource.sha256(submission.source());
        BufferedSource all = Okio.buffer(hashing)) {
      all.readAll(Okio.blackhole());
      return hashing.hash().hex();
    }
  }

  private static UploadBody body(Submission submission, Headers headers) {
    try {
      String type = headers.get("Content-Type");
      return type == null ? submission.body() : submission.body(type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Offer> readOffer(Response response) throws IOException {
    if (response.code() == 404 || response.code() == 405) {
      return Optional.empty(); // 405: it takes this for the address of a job
    }
    Answers.accept(response);
    JsonNode document = Answers.json(response);
    JsonNode upload = document.path("upload");
    if (!document.path("source").isTextual() || !upload.path("url").isTextual()) {
      throw new UnexpectedAnswerException(
          "The server answered " + response.code() + " where an upload should be.");
    }
    Headers.Builder headers = new Headers.Builder();
    upload
        .path("headers")
        .properties()
        .forEach(field -> headers.add(field.getKey(), field.getValue().asText()));
    return Optional.of(
        new Offer(
            document.get("source").asText(),
            upload.path("method").asText("PUT"),
            Addresses.http(Answers.link(response, upload.get("url").asText())),
            headers.build()));
  }

  /** The address is not told: it has a signature in it. */
  private static boolean arrived(Response response) {
    int status = response.code();
    if (response.isSuccessful()) {
      return true;
    }
    String sentence =
        "The object store at %s refuses the upload (%d)."
            .formatted(response.request().url().host(), status);
    if (status == TOO_MANY_REQUESTS || status >= INTERNAL_ERROR) {
      throw new ServerBusyException(sentence, Answers.retryAfter(response));
    }
    throw new RequestRefusedException(status, "about:blank", sentence);
  }
}
