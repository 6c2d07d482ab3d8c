package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that clients put into the bucket, past the application, before they submit them. */
class DirectUploadsTest extends ContractTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] UPLOADS = {"--direct-uploads", "PT15M"};

  private final HttpClient anyClient =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static ObjectNode announcement(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    return JSON.createObjectNode()
        .put("filename", "My Clïp.mp4")
        .put("media_type", "video/mp4")
        .put("length", bytes.length)
        .put(
            "sha256", HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  private static Answer announce(Visitor here, JsonNode announcement) throws Exception {
    return here.send(
        "POST",
        URI.create(here.controller() + "/uploads"),
        BodyPublishers.ofString(announcement.toString()),
        "Content-Type",
        "application/json");
  }

  private static JsonNode offer(Visitor here) throws Exception {
    Answer offered = announce(here, announcement(Samples.clip()));
    assertStatus(offered, 201);
    return offered.json();
  }

  /** Knows nothing but what the answer says. */
  private HttpResponse<String> put(JsonNode offer, byte[] bytes) throws Exception {
    JsonNode upload = offer.get("upload");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upload.get("url").asText()))
            .timeout(Visitor.PATIENCE)
            .method(upload.get("method").asText(), BodyPublishers.ofByteArray(bytes));
    upload
        .get("headers")
        .properties()
        .forEach(field -> request.header(field.getKey(), field.getValue().asText()));
    return anyClient.send(request.build(), BodyHandlers.ofString());
  }

  private void upload(JsonNode offer) throws Exception {
    HttpResponse<String> put = put(offer, Files.readAllBytes(Samples.clip()));
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
  }

  private static Answer submit(Visitor here, JsonNode offer, int bitrate, String... headers)
      throws Exception {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    ObjectNode order = JSON.createObjectNode().put("bitrate", bitrate);
    order.set("source", offer.get("source"));
    return here.post("", BodyPublishers.ofString(order.toString()), all);
  }

  @Test
  void whoeverFollowsTheAnswerHasTheFileConverted() throws Exception {
    Storage.assumeObjects("a bucket");
    try (AppProcess app = JudgedServer.own(UPLOADS);
        Visitor here = new Visitor(app.controller())) {
      JsonNode offer = offer(here);
      URI url = URI.create(offer.at("/upload/url").asText());
      assertThat(url.getRawAuthority()).isNotEqualTo(app.base().getRawAuthority());
      assertThat(url).hasParameter("X-Amz-Expires", "900");
      upload(offer);

      Answer accepted = submit(here, offer, 64);

      assertStatus(accepted, 202);
      Answer done = here.await(here.process(accepted), "Succeeded");
      Answer mp3 = here.get(done.location());
      assertThat(mp3.body()).hasSizeBetween(80_000, 130_000);
      assertThat(mp3.header("Content-Disposition").orElseThrow()).contains("My%20Cl%C3%AFp.mp3");
    }
  }

  @Test
  void theBucketTakesNothingElse() throws Exception {
    Storage.assumeObjects("a bucket");
    try (AppProcess app = JudgedServer.own(UPLOADS);
        Visitor here = new Visitor(app.controller())) {
      JsonNode offer = offer(here);

      // Who refuses before having read all of it may close the connection, and its answer be lost.
      assertThat(
              Awaitility.await()
                  .atMost(Visitor.PATIENCE)
                  .ignoreExceptionsInstanceOf(IOException.class)
                  .until(() -> put(offer, new byte[10]).statusCode(), status -> true))
          .isEqualTo(403);

      int length = (int) Files.size(Samples.clip());
      assertThat(put(offer, new byte[length]).statusCode()).isEqualTo(200);
      Answer failed = here.await(here.process(submit(here, offer, 64)), "Failed");
      assertThat(failed.json().at("/problem/type").asText())
          .isEqualTo("urn:problem-type:asyncjob:corrupted-input");

      ObjectNode large = announcement(Samples.clip()).put("length", 26_214_401);
      assertProblem(announce(here, large), 413, "input-too-large");
      ObjectNode picture = announcement(Samples.clip()).put("media_type", "image/png");
      assertProblem(announce(here, picture), 422, "unacceptable-request");
      assertProblem(announce(here, JSON.createObjectNode()), 400, "malformed-request");
    }
  }

  @Test
  void whatWasNotUploadedIsMissing() throws Exception {
    Storage.assumeObjects("a bucket");
    try (AppProcess app = JudgedServer.own(UPLOADS);
        Visitor here = new Visitor(app.controller())) {
      JsonNode offer = offer(here);
      assertProblem(submit(here, offer, 64), 422, "upload-missing");
      upload(offer);
      ObjectNode forged = offer.deepCopy();
      forged.put("source", offer.get("source").asText() + "A");

      assertProblem(submit(here, forged, 64), 422, "upload-missing");
      assertStatus(submit(here, offer, 64), 202);
    }
  }

  @Test
  void anUploadHasOneJob() throws Exception {
    Storage.assumeObjects("a bucket");
    try (AppProcess app = JudgedServer.own(UPLOADS);
        Visitor here = new Visitor(app.controller())) {
      JsonNode offer = offer(here);
      upload(offer);
      Answer first = submit(here, offer, 64);
      assertStatus(first, 202);

      assertThat(submit(here, offer, 64).location()).isEqualTo(first.location());
      assertProblem(submit(here, offer, 128), 409, "upload-used");
      assertProblem(submit(here, offer, 64, "Idempotency-Key", "k"), 409, "upload-used");
      here.await(here.process(first), "Succeeded");
      assertThat(submit(here, offer, 64).location()).isEqualTo(first.location());
    }
  }

  @Test
  void anyServerTakesWhatAnotherHasOffered(@TempDir Path directory) throws Exception {
    Storage.assumeObjects("a bucket");
    JudgedServer.assumeOurs("servers that share a database");
    Storage shared = Storage.toShare(directory);
    try (AppProcess one = AppProcess.startOn(shared, UPLOADS);
        AppProcess two = AppProcess.startOn(shared, UPLOADS);
        Visitor atOne = new Visitor(one.controller());
        Visitor atTwo = new Visitor(two.controller())) {
      JsonNode offer = offer(atOne);
      upload(offer);

      Answer accepted = submit(atTwo, offer, 64);

      assertStatus(accepted, 202);
      assertThat(submit(atOne, offer, 64).member("id")).isEqualTo(accepted.member("id"));
      atOne.await(atOne.process(accepted), "Succeeded");
    }
  }

  @Test
  void unlessTurnedOnThereIsNothing() throws Exception {
    JudgedServer.assumeOurs("a server without uploads past it");
    assertProblem(announce(visitor, announcement(Samples.clip())), 404, "about:blank");
    ObjectNode offer = JSON.createObjectNode().put("source", "upload:AAAA");
    assertProblem(submit(visitor, offer, 64), 422, "unacceptable-request");
  }
}
