package org.asyncjob.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;
import org.asyncjob.local.LocalEngine;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.store.InMemoryJobStore;
import org.awaitility.Awaitility;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** An application to which clients bring nothing but links of what they have uploaded. */
final class UploadingApplication implements AutoCloseable {

  static final int LIMIT = 1_000_000;
  static final Duration VALIDITY = Duration.ofMinutes(15);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JobEngine engine;
  private final HttpServer server;
  private final URI base;

  /** Lets go of what the option {@code hold} holds. */
  final CountDownLatch release = new CountDownLatch(1);

  /** Started with all that it has: jobs, bytes, and the time if that is not to be the real one. */
  UploadingApplication(
      InMemoryJobStore jobs, BlobStore blobs, AtomicReference<Instant> time, boolean uploads) {
    engine =
        LocalEngine.builder()
            .store(jobs)
            .blobs(blobs)
            .executor(ThreadPoolJobExecutor.builder().workers(1).queueCapacity(1).build())
            .clock((InstantSource) time::get)
            .grace(Duration.ZERO)
            .handler("echo", EchoOptions.class, this::echo)
            .build();
    AsyncJobFeature.Builder feature = AsyncJobFeature.builder(engine).maxInputBytes(LIMIT);
    if (uploads) {
      feature.directUploads(VALIDITY);
    }
    server =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            new ResourceConfig()
                .register(Echo.class)
                .register(new Login())
                .register(feature.problemDetailsForEverything().build()));
    base = URI.create("http://127.0.0.1:" + server.getListener("grizzly").getPort() + "/");
  }

  /** What is handed in comes out again. */
  @Path("echo")
  public static final class Echo extends JobResource {
    @POST
    @Consumes({"video/*", "application/octet-stream"})
    public CompletionStage<Response> bytes(InputStream body) throws IOException {
      return accept(upload("echo", body));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> linked(InputStream body) throws IOException {
      return accept(json("echo", body));
    }
  }

  /** What to do beside that. */
  public record EchoOptions(boolean hold, String source) {}

  private JobResult echo(EchoOptions options, JobContext context) throws Exception {
    if (options.hold()) {
      release.await();
    }
    try (InputStream in = context.openInput();
        BlobWriter out =
            context.createOutput(
                context.request().input().orElseThrow().filename(), "application/x-echo")) {
      in.transferTo(out);
      return JobResult.blob(out.commit());
    }
  }

  /** Believes a header field, as a test may. */
  private static final class Login implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      String name = request.getHeaderString("X-Test-User");
      if (name != null) {
        request.setSecurityContext(new Named(() -> name));
      }
    }
  }

  private record Named(Principal principal) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return principal;
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public String getAuthenticationScheme() {
      return "test";
    }
  }

  /** The resource that accepts work. */
  URI controller() {
    return base.resolve("echo");
  }

  /** What a client says of its bytes. */
  static ObjectNode announcement(byte[] bytes) {
    return JSON.createObjectNode()
        .put("filename", "My Clïp.mp4")
        .put("media_type", "video/mp4")
        .put("length", bytes.length)
        .put("sha256", HexFormat.of().formatHex(Digests.sha256().digest(bytes)));
  }

  HttpResponse<String> announce(JsonNode announcement, String... headers) throws Exception {
    return post("echo/uploads", announcement, headers);
  }

  /** The answer to an announcement that is taken. */
  JsonNode offer(byte[] bytes, String... headers) throws Exception {
    HttpResponse<String> answer = announce(announcement(bytes), headers);
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return json(answer);
  }

  /** Sends bytes as the offer says, knowing nothing else. */
  HttpResponse<String> put(JsonNode offer, byte[] bytes) throws Exception {
    JsonNode upload = offer.get("upload");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upload.get("url").asText()))
            .timeout(Duration.ofMinutes(1))
            .method(upload.get("method").asText(), BodyPublishers.ofByteArray(bytes));
    upload
        .get("headers")
        .properties()
        .forEach(field -> request.header(field.getKey(), field.getValue().asText()));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /**
   * Sends bytes that are refused; returns the status of that. Who refuses before having read all of
   * it may close the connection, and the answer be lost: then it is sent again.
   */
  int refused(JsonNode offer, byte[] bytes) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> put(offer, bytes).statusCode(), status -> true);
  }

  /** Announces bytes and uploads them; returns what to submit. */
  String uploaded(byte[] bytes, String... headers) throws Exception {
    JsonNode offer = offer(bytes, headers);
    HttpResponse<String> put = put(offer, bytes);
    if (put.statusCode() != 200) {
      throw new AssertionError(put.statusCode() + " " + put.body());
    }
    return offer.get("source").asText();
  }

  HttpResponse<String> submit(String source, String... headers) throws Exception {
    return post("echo", JSON.createObjectNode().put("source", source), headers);
  }

  /** Has the job wait until it is released. */
  HttpResponse<String> submitHeld(String source) throws Exception {
    return post("echo", JSON.createObjectNode().put("source", source).put("hold", true));
  }

  HttpResponse<String> post(String path, JsonNode body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  /** Waits for the end of a job; returns its document. */
  JsonNode ended(HttpResponse<String> accepted) throws Exception {
    return json(
        http.send(
            HttpRequest.newBuilder(URI.create(location(accepted) + "?redirect=never"))
                .timeout(Duration.ofMinutes(2))
                .header("Prefer", "wait=60")
                .build(),
            BodyHandlers.ofString()));
  }

  byte[] result(JsonNode ended) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(ended.get("resourceLocation").asText())).build(),
            BodyHandlers.ofByteArray())
        .body();
  }

  HttpResponse<String> delete(HttpResponse<String> accepted) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(location(accepted))).DELETE().build(),
        BodyHandlers.ofString());
  }

  static String location(HttpResponse<?> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    release.countDown();
    engine.close();
    server.shutdownNow();
  }
}
