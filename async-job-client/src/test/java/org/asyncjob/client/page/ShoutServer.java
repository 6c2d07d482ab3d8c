package org.asyncjob.client.page;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.test.JerseyTest;
import org.glassfish.jersey.test.TestProperties;

/** A server that somebody else might have built with the library: it makes texts louder. */
final class ShoutServer extends JerseyTest {

  private final JobEngine engine;

  private ShoutServer(JobEngine engine, ResourceConfig application) {
    super(application);
    this.engine = engine;
    forceSet(TestProperties.CONTAINER_PORT, "0");
  }

  static ShoutServer in(Path directory) throws IOException {
    JobEngine engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory))
            .executor(new ThreadPoolJobExecutor())
            .handler(
                "shout",
                Loudness.class,
                (loudness, job) -> {
                  String text = Files.readString(job.inputFile());
                  if (text.isBlank()) {
                    throw new JobFailedException(
                        new JobFailure("silence", "Silence", "There is nothing to shout."));
                  }
                  Path file = job.workDirectory().resolve("shout");
                  Files.writeString(
                      file, text.toUpperCase(Locale.ROOT) + "!".repeat(loudness.marks()));
                  return job.keep(file, "shout.txt", "text/plain");
                })
            .build();
    engine.start();
    AsyncJobFeature jobs = AsyncJobFeature.of(engine);
    return new ShoutServer(engine, new ResourceConfig().registerInstances(jobs, new Shouts(jobs)));
  }

  URI uri() {
    return getBaseUri();
  }

  @Override
  public void tearDown() throws Exception {
    super.tearDown();
    engine.close();
  }

  /** The options. */
  record Loudness(int marks) {}

  /** POST /shouts with a text. */
  @jakarta.ws.rs.Path("shouts")
  public static final class Shouts extends JobResource {

    Shouts(AsyncJobFeature jobs) {
      super(jobs);
    }

    @POST
    @Consumes("text/plain")
    public CompletionStage<Response> shout(InputStream text) throws IOException {
      return accept(upload("shout", text));
    }
  }
}
