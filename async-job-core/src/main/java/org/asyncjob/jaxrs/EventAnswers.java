package org.asyncjob.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.engine.JobEngine;

/** What a method with an event sink cannot say itself: its header fields, and that all was said. */
final class EventAnswers implements ContainerRequestFilter, ContainerResponseFilter {

  static final String LAST_EVENT_ID = "Last-Event-ID";

  private static final String NO_STORE = "no-store";

  private final JobEngine engine;

  EventAnswers(JobEngine engine) {
    this.engine = engine;
  }

  /** 204 tells an EventSource to connect no more: it has seen the end. */
  @Override
  public void filter(ContainerRequestContext request) {
    String seen = request.getHeaderString(LAST_EVENT_ID);
    String id = request.getUriInfo().getPathParameters().getFirst("id");
    if (seen == null || id == null) {
      return;
    }
    Optional<Job> end =
        JobId.parse(id)
            .flatMap(engine::find)
            .filter(new Caller(request.getSecurityContext())::maySee)
            .filter(job -> job.state().isFinished() && !job.discarded())
            .filter(job -> EventStream.id(job).equals(seen));
    if (end.isPresent()) {
      request.abortWith(Response.noContent().header(HttpHeaders.CACHE_CONTROL, NO_STORE).build());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() == Status.OK.getStatusCode()) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, NO_STORE);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS);
      response.getHeaders().putSingle("X-Accel-Buffering", "no"); // nginx would collect events
    }
  }

  /** 406 where the runtime has no Server-Sent Events, which are a part of their own in some. */
  static RuntimeException notSupported() {
    return Problem.ofStatus(
            Status.NOT_ACCEPTABLE, "This server has no event streams; poll, or use Prefer: wait.")
        .exception();
  }
}
