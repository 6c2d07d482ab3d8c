package org.asyncjob.benchmarks;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.sql.SQLException;

/**
 * A peer behind the front that ours is behind: 202 with the header fields and a document of the
 * size of ours, 200 with it until the job is done, then 303.
 */
@Path("jobs")
public final class PeerJobs {

  private final PeerQueue queue;

  PeerJobs(PeerQueue queue) {
    this.queue = queue;
  }

  /** Enqueues one job. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response enqueue(String json, @Context UriInfo uri) throws SQLException {
    String id = queue.enqueue(json);
    return BareJobs.accepted(BareJobs.document(id), uri.getBaseUri() + "jobs/" + id);
  }

  /** Tells whether the job is done. */
  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response get(@PathParam("id") String id, @Context UriInfo uri) throws SQLException {
    byte[] document = BareJobs.document(id);
    return queue.isDone(id)
        ? Response.seeOther(URI.create(uri.getBaseUri() + "jobs/" + id + "/result"))
            .entity(document)
            .build()
        : Response.ok(document).build();
  }
}
