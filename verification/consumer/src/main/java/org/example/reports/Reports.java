package org.example.reports;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.asyncjob.jaxrs.JobResource;

@Path("reports")
public class Reports extends JobResource {
  @POST
  @Consumes("application/json")
  public CompletionStage<Response> order(InputStream order) throws IOException {
    return accept(json("report", order));
  }
}
