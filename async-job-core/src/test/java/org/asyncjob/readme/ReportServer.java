package org.asyncjob.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.ThreadPoolJobExecutor;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.test.JerseyTest;
import org.glassfish.jersey.test.TestProperties;

/** The wiring that the README shows, on a real port. */
final class ReportServer extends JerseyTest {

  private final JobEngine engine;

  private ReportServer(JobEngine engine, ResourceConfig application) {
    super(application);
    this.engine = engine;
    forceSet(TestProperties.CONTAINER_PORT, "0");
  }

  static ReportServer in(Path directory) throws IOException {
    // README: the wiring
    JobEngine engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory))
            .executor(new ThreadPoolJobExecutor())
            .handler(
                "report",
                Reports.Order.class,
                (order, job) -> {
                  job.progress(10, "looking out of the window");
                  Path file = Files.writeString(job.workDirectory().resolve("report"), "Rain.");
                  return job.keep(file, order.city() + ".txt", "text/plain");
                })
            .build();
    engine.start(); // and engine.close() at the end

    AsyncJobFeature jobs = AsyncJobFeature.of(engine);
    ResourceConfig application = new ResourceConfig().registerInstances(jobs, new Reports(jobs));
    // README: end
    return new ReportServer(engine, application);
  }

  @Override
  public void tearDown() throws Exception {
    super.tearDown();
    engine.close();
  }

  String url(String path) {
    return getBaseUri() + path;
  }
}
