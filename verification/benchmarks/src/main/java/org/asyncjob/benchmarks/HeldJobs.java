package org.asyncjob.benchmarks;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;

/** POST /held with a JSON object: a job that runs until it is cancelled, to poll meanwhile. */
@Path("held")
public final class HeldJobs extends JobResource {

  static final String KIND = "held";

  /** For the server that registers it. */
  public HeldJobs(AsyncJobFeature jobs) {
    super(jobs);
  }

  /** Accepts the job. It occupies a worker until DELETE. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> submit(InputStream body) throws IOException {
    return accept(json(KIND, body));
  }
}
