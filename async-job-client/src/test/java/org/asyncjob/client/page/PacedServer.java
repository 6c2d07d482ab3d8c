package org.asyncjob.client.page;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.test.JerseyTest;
import org.glassfish.jersey.test.TestProperties;

/** A server whose work goes on when a test says so. */
final class PacedServer extends JerseyTest {

  /** After this step the work is done. */
  private static final int LAST = 101;

  private final JobEngine engine;
  private final BlockingQueue<Integer> steps;
  private final List<Asked> asked;

  private PacedServer(
      JobEngine engine,
      BlockingQueue<Integer> steps,
      List<Asked> asked,
      ResourceConfig application) {
    super(application);
    this.engine = engine;
    this.steps = steps;
    this.asked = asked;
    forceSet(TestProperties.CONTAINER_PORT, "0");
  }

  static PacedServer start(Path directory, Map<String, Object> properties) throws Exception {
    BlockingQueue<Integer> steps = new LinkedBlockingQueue<>();
    List<Asked> asked = new CopyOnWriteArrayList<>();
    JobEngine engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory))
            .executor(new ThreadPoolJobExecutor())
            .handler(
                "pace",
                Nothing.class,
                (nothing, job) -> {
                  for (int step = steps.take(); step < LAST; step = steps.take()) {
                    job.progress(step, "pacing");
                  }
                  return job.json(Map.of("paced", true));
                })
            .grace(Duration.ZERO)
            .build();
    engine.start();
    AsyncJobFeature jobs = AsyncJobFeature.of(engine);
    PacedServer server =
        new PacedServer(
            engine,
            steps,
            asked,
            new ResourceConfig()
                .registerInstances(jobs, new Paces(jobs), new Notes(asked))
                .addProperties(properties));
    server.setUp();
    return server;
  }

  URI uri() {
    return getBaseUri();
  }

  void reports(int percent) {
    steps.add(percent);
  }

  void finishes() {
    steps.add(LAST);
  }

  /** What clients have sent to hear of jobs, in this order. */
  List<Asked> asked() {
    return asked;
  }

  void stop() throws Exception {
    tearDown();
    engine.close();
  }

  /** A {@code GET}, by its header fields; empty where it did not have one. */
  record Asked(String accept, String lastEvent, String prefer) {

    boolean isForEvents() {
      return accept.contains("text/event-stream");
    }
  }

  /** The options: there are none. */
  record Nothing() {}

  @PreMatching
  private static final class Notes implements ContainerRequestFilter {

    private final List<Asked> asked;

    private Notes(List<Asked> asked) {
      this.asked = asked;
    }

    @Override
    public void filter(ContainerRequestContext request) {
      if (request.getMethod().equals(HttpMethod.GET)) {
        asked.add(
            new Asked(
                field(request, "Accept"),
                field(request, "Last-Event-ID"),
                field(request, "Prefer")));
      }
    }

    private static String field(ContainerRequestContext request, String name) {
      return Optional.ofNullable(request.getHeaderString(name)).orElse("");
    }
  }

  /** POST /paces with {}. */
  @jakarta.ws.rs.Path("paces")
  public static final class Paces extends JobResource {

    Paces(AsyncJobFeature jobs) {
      super(jobs);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> pace(InputStream options) throws IOException {
      return accept(json("pace", options));
    }
  }
}
