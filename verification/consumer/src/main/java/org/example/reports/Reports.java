package org.example.reports;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;

/** POST /reports with {"city":"Ulm"}: a report is written. */
@Path("reports")
public final class Reports extends JobResource {

  public Reports(AsyncJobFeature jobs) {
    super(jobs);
  }

  @POST
  @Consumes("application/json")
  public CompletionStage<Response> order(InputStream body) throws IOException {
    return accept(json("report", body));
  }

  /** What the JSON has to be like; any other member is answered with 400. */
  public record Order(String city) {}
}
