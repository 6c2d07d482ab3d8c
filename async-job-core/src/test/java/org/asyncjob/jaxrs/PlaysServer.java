package org.asyncjob.jaxrs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobResult;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobHandler;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.awaitility.Awaitility;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.test.JerseyTest;
import org.glassfish.jersey.test.TestProperties;

/** {@link Plays} on a real port, and a client that follows no redirect. */
final class PlaysServer implements AutoCloseable {

  static final long LIMIT = 1000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final CountDownLatch release = new CountDownLatch(1);

  /** What the act "steps" reports, one after the other; more than 100 ends it. */
  final BlockingQueue<Integer> steps = new LinkedBlockingQueue<>();

  /** How many requests have passed all filters. */
  final AtomicInteger admitted = new AtomicInteger();

  private final Path directory;
  private final WatchedBlobs blobs;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JobEngine engine;
  private final Hosted jersey;

  PlaysServer(Path directory) throws Exception {
    this(directory, builder -> builder);
  }

  PlaysServer(Path directory, UnaryOperator<AsyncJobFeature.Builder> settings, Object... components)
      throws Exception {
    this(directory, settings, Map.of(), components);
  }

  PlaysServer(
      Path directory,
      UnaryOperator<AsyncJobFeature.Builder> settings,
      Map<String, Object> properties,
      Object... components)
      throws Exception {
    this.directory = directory;
    blobs = new WatchedBlobs(new FileBlobStore(directory.resolve("blobs")));
    engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(blobs)
            .executor(ThreadPoolJobExecutor.builder().workers(1).queueCapacity(1).build())
            .handler("play", PlayOptions.class, new Play())
            .workDirectory(directory.resolve("work"))
            .grace(Duration.ZERO)
            .build();
    engine.start();
    AsyncJobFeature feature =
        settings.apply(AsyncJobFeature.builder(engine).maxInputBytes(LIMIT)).build();
    jersey =
        new Hosted(
            new ResourceConfig()
                .registerInstances(feature, new Plays(feature), new Login())
                .register(new Admitted(), Integer.MAX_VALUE)
                .registerInstances(components)
                .addProperties(properties));
    jersey.setUp();
  }

  URI uri(String path) {
    return URI.create(base() + path);
  }

  String base() {
    return jersey.base().toString();
  }

  HttpResponse<String> get(URI uri, String... headers) throws Exception {
    return send(request(uri, headers).GET().build());
  }

  CompletableFuture<HttpResponse<String>> getLater(URI uri, String... headers) {
    return client.sendAsync(request(uri, headers).GET().build(), BodyHandlers.ofString());
  }

  /** Opens a stream of events, or whatever the answer is. */
  HttpResponse<InputStream> stream(URI uri, String... headers) throws Exception {
    return client.send(
        request(uri, headers).header("Accept", "text/event-stream").build(),
        BodyHandlers.ofInputStream());
  }

  HttpResponse<String> delete(URI uri, String... headers) throws Exception {
    return send(request(uri, headers).DELETE().build());
  }

  HttpResponse<String> post(String query, String body, String... headers) throws Exception {
    return send(
        request(uri("team/plays" + query), headers).POST(BodyPublishers.ofString(body)).build());
  }

  /** Submits the act and returns the URL of its process resource. */
  URI submit(String act, String... headers) throws Exception {
    HttpResponse<String> accepted =
        send(
            request(uri("team/plays?act=" + act), headers)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("text"))
                .build());
    return location(accepted);
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  static HttpRequest.Builder request(URI uri, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  static URI location(HttpResponse<?> response) {
    return URI.create(response.headers().firstValue("Location").orElseThrow());
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  /** Polls until the job has this status, and returns that answer. */
  HttpResponse<String> await(URI process, String status) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> get(process), answer -> status(answer).equals(status));
  }

  private static String status(HttpResponse<String> answer) {
    try {
      return json(answer).path("status").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(answer.body(), e);
    }
  }

  /** The files that uploads, results and work have left. */
  List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith(".lock"))
          .toList();
    }
  }

  JobEngine engine() {
    return engine;
  }

  WatchedBlobs blobs() {
    return blobs;
  }

  @Override
  public void close() {
    release.countDown();
    jersey.stop();
    engine.close();
  }

  /** A small result of {@link Play}. */
  record Review(String title, List<Integer> stars) {}

  /** Options of {@link Play}. */
  record PlayOptions(String act, int count) {}

  private final class Play implements JobHandler<PlayOptions> {
    @Override
    public void validate(PlayOptions options, org.asyncjob.JobRequest request) {
      if (options.count() > 9) {
        throw new UnacceptableRequestException(
            "Option \"count\" is 0 to 9, not " + options.count() + ".");
      }
    }

    @Override
    public JobResult run(PlayOptions options, JobContext context) throws Exception {
      switch (String.valueOf(options.act())) {
        case "wait" -> {
          context.progress(42, "waiting", Duration.ofSeconds(75));
          release.await();
        }
        case "fail" ->
            throw new JobFailedException(
                new JobFailure("stage-fright", "Stage fright", "The actor ran away."));
        case "steps" -> {
          for (int step = steps.take(); step <= 100; step = steps.take()) {
            context.progress(step, "step");
          }
        }
        case "json" -> {
          return context.json(new Review("Stück", List.of(1, 2)));
        }
        case "link" -> {
          return JobResult.link(URI.create("https://elsewhere.example/plays/1?für=dich"));
        }
        default -> context.progress(50, "playing");
      }
      Path file = context.workDirectory().resolve("out");
      Files.writeString(
          file, "played " + context.request().input().map(b -> b.filename()).orElse("-"));
      return context.keep(file, "Stück \"1\".txt", "text/plain");
    }
  }

  /** Believes a header field, as a test may. */
  private static final class Login implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      String name = request.getHeaderString("X-Test-User");
      if (name != null) {
        request.setSecurityContext(new NamedCaller(() -> name));
      }
    }
  }

  /** The last filter: whoever comes here has been refused by none. */
  private final class Admitted implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      admitted.incrementAndGet();
    }
  }

  private record NamedCaller(Principal principal) implements SecurityContext {
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

  private static final class Hosted extends JerseyTest {

    Hosted(ResourceConfig config) {
      super(config);
      forceSet(TestProperties.CONTAINER_PORT, "0");
    }

    URI base() {
      return getBaseUri();
    }

    void stop() {
      try {
        tearDown();
      } catch (Exception e) {
        throw new IllegalStateException("the test's server does not stop", e);
      }
    }
  }

  static final Set<String> STATUSES =
      Set.of("NotStarted", "Running", "Succeeded", "Failed", "Canceled");
}
