package org.asyncjob.examples.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.examples.report.ReportHandler;
import org.asyncjob.examples.report.ReportOptions;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.local.LocalEngine;

/** What CDI hands out of the library. The container closes the engine at its own end. */
@ApplicationScoped
public class Jobs {

  /** The engine; its class is final, so its scope has to be one without proxies. */
  @Produces
  @Singleton
  public JobEngine engine(ReportHandler handler) {
    return LocalEngine.builder()
        .handler(ReportHandler.KIND, ReportOptions.class, handler, ReportHandler.settings())
        .build();
  }

  /** Called when the container shuts down. */
  public void close(@Disposes JobEngine engine) {
    engine.close();
  }

  /** What the application registers. */
  @Produces
  @Singleton
  public AsyncJobFeature feature(JobEngine engine) {
    return AsyncJobFeature.builder(engine).problemDetailsForEverything().build();
  }
}
