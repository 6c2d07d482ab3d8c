package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;
import org.asyncjob.local.LocalEngine;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Results that clients fetch from the object store itself: Jersey, S3BlobStore and S3Proxy. */
final class DirectResultTest extends S3Test {

  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpClient following =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private S3BlobStore linking;
  private HttpServer application;
  private URI base;
  private Runnable ending = () -> {};

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

  private static JobResult echo(EchoOptions options, JobContext context) throws IOException {
    try (InputStream in = context.openInput();
        BlobWriter out = context.createOutput("echo.bin", "application/x-echo")) {
      in.transferTo(out);
      return JobResult.blob(out.commit());
    }
  }

  private void serve(boolean links, UnaryOperator<AsyncJobFeature.Builder> settings)
      throws Exception {
    linking = server.connection(bucket + "/blobs").links(links).open();
    JobEngine engine =
        LocalEngine.builder()
            .blobs(linking)
            .handler("echo", EchoOptions.class, DirectResultTest::echo)
            .build();
    application =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            new ResourceConfig()
                .register(Echo.class)
                .register(settings.apply(AsyncJobFeature.builder(engine)).build()));
    ending = engine::close;
    base = URI.create("http://127.0.0.1:" + application.getListener("grizzly").getPort() + "/");
  }

  @AfterEach
  void end() {
    ending.run();
    if (application != null) {
      application.shutdownNow();
    }
    if (linking != null) {
      linking.close();
    }
  }

  private HttpResponse<byte[]> get(URI address, String... headers) throws Exception {
    return send(http, HttpRequest.newBuilder(address), headers);
  }

  private static HttpResponse<byte[]> send(
      HttpClient client, HttpRequest.Builder request, String... headers) throws Exception {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofByteArray());
  }

  /** Hands in bytes and waits for the end of the job; returns its process resource. */
  private URI done(byte[] bytes) throws Exception {
    HttpResponse<byte[]> accepted =
        send(
            http,
            HttpRequest.newBuilder(base.resolve("echo")).POST(BodyPublishers.ofByteArray(bytes)),
            "Prefer",
            "wait=60");
    assertThat(accepted.statusCode()).isEqualTo(303);
    String document = text(accepted);
    return URI.create(document.replaceFirst("(?s).*\"self\":\"([^\"]*)\".*", "$1"));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static URI location(HttpResponse<?> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private URI result(URI process) {
    return URI.create(process + "/result");
  }

  @Test
  void theThreeOhThreeLeadsPastTheApplication() throws Exception {
    serve(true, builder -> builder.directResults(Duration.ofMinutes(5)));
    URI process = done(random(100_000));

    HttpResponse<byte[]> answer = get(process);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    URI location = location(answer);
    assertThat(location).hasPort(server.endpoint().getPort()).hasParameter("X-Amz-Expires", "300");
    application.shutdownNow();
    HttpResponse<byte[]> bytes = get(location);
    assertThat(bytes.statusCode()).isEqualTo(200);
    assertThat(bytes.body()).isEqualTo(random(100_000));
    assertThat(bytes.headers().firstValue("Content-Type")).hasValue("application/x-echo");
    assertThat(bytes.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("echo.bin");
  }

  @Test
  void theDocumentStaysOnTheOriginOfTheJob() throws Exception {
    serve(true, builder -> builder.directResults(Duration.ofMinutes(5)));
    URI process = done(random(10));

    assertThat(text(get(process))).contains("\"resourceLocation\":\"" + result(process) + "\"");
    assertThat(text(get(URI.create(process + "?redirect=never")))).doesNotContain("X-Amz-");
  }

  @Test
  void theAddressOfTheResultLeadsThereToo() throws Exception {
    serve(true, builder -> builder.directResults(Duration.ofMinutes(5)));
    URI process = done(random(1000));

    for (String address : new String[] {"/result", "/result/echo.bin"}) {
      HttpResponse<byte[]> answer = get(URI.create(process + address));

      assertThat(answer.statusCode()).isEqualTo(307);
      assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(get(location(answer)).body()).isEqualTo(random(1000));
    }
    assertThat(get(URI.create(process + "/result/other.bin")).statusCode()).isEqualTo(404);
  }

  @Test
  void aClientThatFollowsRedirectsResumesWithARange() throws Exception {
    serve(true, builder -> builder.directResults(Duration.ofMinutes(5)));
    URI process = done(random(1000));

    HttpResponse<byte[]> rest =
        send(following, HttpRequest.newBuilder(result(process)), "Range", "bytes=900-");

    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(random(1000), 900, 1000));
    assertThat(rest.uri()).hasPort(server.endpoint().getPort());
  }

  @Test
  void headIsAnsweredHere() throws Exception {
    serve(true, builder -> builder.directResults(Duration.ofMinutes(5)));
    URI process = done(random(1000));

    HttpResponse<byte[]> answer =
        send(http, HttpRequest.newBuilder(result(process)).method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("1000");
  }

  @Test
  void aBrowserSeesThePageBeforeTheBytes() throws Exception {
    serve(
        true,
        builder ->
            builder
                .directResults(Duration.ofMinutes(5))
                .resultPage((file, download, home) -> "<a href=\"" + download + "\">save</a>"));
    URI process = done(random(1000));

    assertThat(location(get(process, "Accept", BROWSER))).isEqualTo(result(process));
    HttpResponse<byte[]> page = get(result(process), "Accept", BROWSER);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(text(page)).contains(process + "/result/echo.bin");
    assertThat(location(get(process, "Accept", "*/*"))).hasPort(server.endpoint().getPort());
  }

  @Test
  void unlessConfiguredTheBytesComeThroughTheApplication() throws Exception {
    serve(true, builder -> builder);
    assertComesThroughTheApplication(done(random(1000)));
  }

  @Test
  void whereTheStoreHandsOutNoLinksTheBytesComeThroughTheApplication() throws Exception {
    serve(false, builder -> builder.directResults(Duration.ofMinutes(5)));
    assertComesThroughTheApplication(done(random(1000)));
  }

  private void assertComesThroughTheApplication(URI process) throws Exception {
    assertThat(location(get(process))).isEqualTo(result(process));
    HttpResponse<byte[]> bytes = get(result(process));
    assertThat(bytes.statusCode()).isEqualTo(200);
    assertThat(bytes.body()).isEqualTo(random(1000));
  }

  @Test
  void whatWasDiscardedCannotBeReadByALinkThatIsStillValid() throws Exception {
    serve(true, builder -> builder.directResults(Duration.ofMinutes(5)));
    URI process = done(random(1000));
    URI link = location(get(process));

    assertThat(send(http, HttpRequest.newBuilder(process).DELETE()).statusCode()).isEqualTo(204);

    assertThat(get(link).statusCode()).isEqualTo(404);
  }

  @Test
  void aLinkThatCouldNeverBeUsedIsRefused() {
    try (JobEngine engine = LocalEngine.of("echo", EchoOptions.class, DirectResultTest::echo)) {
      AsyncJobFeature.Builder builder = AsyncJobFeature.builder(engine);

      assertThatThrownBy(() -> builder.directResults(Duration.ofMillis(999)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("validity PT0.999S is below 1 second");
    }
  }
}
