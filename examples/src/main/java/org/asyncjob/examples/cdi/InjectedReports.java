package org.asyncjob.examples.cdi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.asyncjob.examples.report.ReportHandler;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;

/** POST /reports, in a bean that is given what it needs. */
@Path("reports")
@RequestScoped
public class InjectedReports extends JobResource {

  private final OrderCount count;

  /** For the container. */
  @Inject
  public InjectedReports(AsyncJobFeature jobs, OrderCount count) {
    super(jobs);
    this.count = count;
  }

  /** For the proxy that CDI makes of a bean with a scope. */
  protected InjectedReports() {
    this.count = new OrderCount();
  }

  /** Orders a report. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> order(InputStream order) throws IOException {
    count.increment();
    return accept(json(ReportHandler.KIND, order));
  }
}
