package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.JobResult;
import org.asyncjob.engine.HandlerSettings;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;
import org.asyncjob.local.LocalEngine;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.store.InMemoryJobStore;
import org.awaitility.Awaitility;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The object store goes away while an application uses it, and comes back. */
final class OutageTest extends S3Test {

  private static final int LARGE = PART + 1_000_000;

  private final InMemoryJobStore jobs = new InMemoryJobStore();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CountDownLatch hasRead = new CountDownLatch(1);
  private final CountDownLatch mayWrite = new CountDownLatch(1);
  private final AtomicInteger attempts = new AtomicInteger();
  private Gate gate;
  private S3BlobStore gated;
  private JobEngine engine;
  private HttpServer application;
  private URI base;

  /** What is handed in comes out again. */
  @Path("echo")
  public static final class Echo extends JobResource {
    @POST
    public CompletionStage<Response> echo(InputStream body) throws IOException {
      return accept(upload("echo", body));
    }
  }

  /** None. */
  public record EchoOptions() {}

  private JobResult echo(EchoOptions options, JobContext context) throws Exception {
    attempts.incrementAndGet();
    byte[] bytes;
    try (InputStream in = context.openInput()) {
      bytes = in.readAllBytes();
    }
    hasRead.countDown();
    mayWrite.await();
    try (BlobWriter out = context.createOutput("echo.bin", "application/octet-stream")) {
      out.write(bytes);
      return JobResult.blob(out.commit());
    }
  }

  @BeforeEach
  void makeGate() throws Exception {
    gate = new Gate(server.endpoint());
    gated = server.connection(bucket + "/blobs").endpoint(gate.endpoint()).open();
  }

  private void serve(HandlerSettings settings) {
    engine =
        LocalEngine.builder()
            .store(jobs)
            .blobs(gated)
            .handler("echo", EchoOptions.class, this::echo, settings)
            .build();
    application =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            new ResourceConfig().register(Echo.class).register(AsyncJobFeature.of(engine)));
    base = URI.create("http://127.0.0.1:" + application.getListener("grizzly").getPort() + "/");
  }

  @AfterEach
  void end() throws Exception {
    mayWrite.countDown();
    application.shutdownNow();
    engine.close();
    gated.close();
    gate.close();
  }

  private HttpResponse<String> post(byte[] bytes) throws Exception {
    return http.send(
        HttpRequest.newBuilder(base.resolve("echo"))
            .timeout(Duration.ofMinutes(2))
            .POST(BodyPublishers.ofByteArray(bytes))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI address) throws Exception {
    return http.send(
        HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> await(URI process, String status) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> get(process), answer -> answer.body().contains('"' + status + '"'));
  }

  private static URI location(HttpResponse<?> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private static void assertUnreachable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isPositive();
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("urn:problem-type:asyncjob:store-unreachable")
        .doesNotContain("bucket", "127.0.0.1");
  }

  @Test
  void submittingIsRefusedForAWhileAndLeavesNothing() throws Exception {
    serve(HandlerSettings.builder().build());
    gate.shut();

    assertUnreachable(post(random(100)));
    assertUnreachable(post(random(LARGE)));

    assertThat(jobs.unfinished()).isEmpty();
    gate.reopen();
    assertThat(objects()).isEmpty();
    assertThat(uploads()).isEmpty();
    mayWrite.countDown();
    assertThat(await(location(post(random(LARGE))), "Succeeded").statusCode()).isEqualTo(303);
  }

  @Test
  void aJobWhoseResultCannotBeStoredFailsAndSaysWhy() throws Exception {
    serve(HandlerSettings.builder().build());
    URI process = location(post(random(100)));
    hasRead.await();
    gate.shut();
    mayWrite.countDown();

    HttpResponse<String> failed = await(process, "Failed");

    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(failed.body()).contains("urn:problem-type:asyncjob:store-unreachable");
    gate.reopen();
    assertThat(await(location(post(random(100))), "Succeeded").statusCode()).isEqualTo(303);
  }

  @Test
  void aJobThatMayBeTriedAgainSucceedsWhenTheStoreIsBack() throws Exception {
    serve(
        HandlerSettings.builder()
            .attempts(1_000)
            .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
            .build());
    URI process = location(post(random(100)));
    hasRead.await();
    gate.shut();
    mayWrite.countDown();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> attempts.get() > 1);
    gate.reopen();

    assertThat(await(process, "Succeeded").statusCode()).isEqualTo(303);
    assertThat(get(URI.create(process + "/result")).statusCode()).isEqualTo(200);
  }

  @Test
  void aResultThatCannotBeReadNowIsThereLater() throws Exception {
    serve(HandlerSettings.builder().build());
    mayWrite.countDown();
    URI process = location(post(random(100)));
    await(process, "Succeeded");
    gate.shut();

    assertUnreachable(get(URI.create(process + "/result")));
    gate.reopen();
    assertThat(get(URI.create(process + "/result")).statusCode()).isEqualTo(200);
  }
}
