package org.asyncjob.jaxrs;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/** Plays for members; only directors order them. */
@Path("guarded/plays")
@RolesAllowed({"director", "member"})
public class GuardedPlays extends JobResource {

  @POST
  @Consumes("text/plain")
  @RolesAllowed("director")
  public CompletionStage<Response> order(InputStream text) throws IOException {
    return accept(upload("play", text));
  }
}
