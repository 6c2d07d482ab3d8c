package org.asyncjob.examples.plain;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.asyncjob.examples.report.ReportHandler;
import org.asyncjob.jaxrs.JobResource;

/** POST /reports with {"city":"Ulm","days":30,"format":"csv"}. */
@Path("reports")
public class Reports extends JobResource {

  /** Orders a report. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> order(InputStream order) throws IOException {
    return accept(json(ReportHandler.KIND, order));
  }
}
