package org.asyncjob.faults.server;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;

/** POST /jobs/{kind}: JSON with the options, or bytes with the options as query parameters. */
@Path("jobs/{kind: stamp|copy|refuse|mp3}")
public final class FaultJobs extends JobResource {

  /** For the server that registers it. */
  public FaultJobs(AsyncJobFeature jobs) {
    super(jobs);
  }

  /** Takes work without input. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> order(@PathParam("kind") String kind, InputStream options)
      throws IOException {
    return accept(json(kind, options));
  }

  /** Takes work on bytes. */
  @POST
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public CompletionStage<Response> deliver(@PathParam("kind") String kind, InputStream bytes)
      throws IOException {
    return accept(upload(kind, bytes));
  }
}
