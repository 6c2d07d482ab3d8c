package org.asyncjob.jaxrs;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A team's resource: takes bytes, a form or JSON, and does what the option {@code act} says. */
@Path("team/plays")
public final class Plays extends JobResource {

  public Plays(AsyncJobFeature jobs) {
    super(jobs);
  }

  @POST
  @Consumes({"text/plain", MediaType.APPLICATION_OCTET_STREAM})
  public CompletionStage<Response> bytes(InputStream body) throws IOException {
    return accept(upload("play", body));
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public CompletionStage<Response> form(List<EntityPart> parts) throws IOException {
    return accept(upload("play", parts));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> json(InputStream body) throws IOException {
    return accept(json("play", body));
  }
}
