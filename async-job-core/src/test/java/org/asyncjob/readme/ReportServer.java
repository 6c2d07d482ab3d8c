package org.asyncjob.readme;

import org.asyncjob.engine.JobEngine;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.local.LocalEngine;
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

  static ReportServer create() {
    // README: the wiring
    JobEngine jobs = LocalEngine.of("report", Order.class, (order, job) -> job.json(write(order)));
    ResourceConfig app = new ResourceConfig(Reports.class).register(AsyncJobFeature.of(jobs));
    // README: end
    return new ReportServer(jobs, app);
  }

  @Override
  public void tearDown() throws Exception {
    super.tearDown();
    engine.close();
  }

  String url(String path) {
    return getBaseUri() + path;
  }

  private static Report write(Order order) {
    return new Report("Rain in " + order.city() + ".");
  }

  record Order(String city) {}

  record Report(String text) {}
}
