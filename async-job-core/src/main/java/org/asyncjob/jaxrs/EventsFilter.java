package org.asyncjob.jaxrs;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/**
 * Leads clients that ask a process resource for events to {@code {id}/events}. Two methods at one
 * address would leave the choice to the runtime, and runtimes choose the stream for who takes
 * anything: they ignore how a method with a sink ranks its media type.
 */
@PreMatching
final class EventsFilter implements ContainerRequestFilter {

  static final String SEGMENT = "events";

  private final JobPaths jobs;

  EventsFilter(JobPaths jobs) {
    this.jobs = jobs;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String accept = request.getHeaderString("Accept");
    if (accept == null || !isRead(request) || !AcceptedEvents.arePreferred(accept)) {
      return;
    }
    UriInfo uri = request.getUriInfo();
    if (jobs.isProcess(uri.getPath(false))) {
      String asked = uri.getRequestUri().toString();
      int end = asked.indexOf('?') < 0 ? asked.length() : asked.indexOf('?');
      String events = asked.substring(0, end) + "/" + SEGMENT + asked.substring(end);
      request.setRequestUri(uri.getBaseUri(), URI.create(events));
    }
  }

  private static boolean isRead(ContainerRequestContext request) {
    return request.getMethod().equals(HttpMethod.GET)
        || request.getMethod().equals(HttpMethod.HEAD);
  }
}
