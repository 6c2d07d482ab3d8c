package org.asyncjob.jaxrs;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.Status.Family;
import jakarta.ws.rs.core.Response.StatusType;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes problem details of every error that reaches the JAX-RS runtime or that it raises itself.
 * For applications that are ours alone; {@link AsyncJobFeature} registers it only when told to.
 */
final class ProblemMapper implements ExceptionMapper<Throwable>, ContainerResponseFilter {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
  private static final int FIRST_ERROR = 400;
  private static final Map<Integer, String> DETAILS =
      Map.of(
          400, "The request is malformed.",
          401, "This needs credentials, and there were none that are valid.",
          403, "These credentials are not good for that.",
          404, "There is nothing at this address.",
          405, "This address does not support the request method.",
          406, "None of the media types that were asked for is available here.",
          415, "The content type of the request is not taken here.");
  private static final List<String> KEPT_HEADERS =
      List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE);

  @Override
  public Response toResponse(Throwable failure) {
    return failure instanceof WebApplicationException raised
        ? toResponse(raised)
        : unexpected(failure);
  }

  private static Response toResponse(WebApplicationException raised) {
    Response original = raised.getResponse();
    StatusType status = original.getStatusInfo();
    if (original.hasEntity() || status.getStatusCode() < FIRST_ERROR) {
      return original;
    }
    if (status.getFamily() == Family.SERVER_ERROR) {
      LOG.error("{}", status, raised);
    }
    ResponseBuilder response = problem(status).response();
    for (String name : KEPT_HEADERS) {
      original.getHeaders().getOrDefault(name, List.of()).forEach(v -> response.header(name, v));
    }
    return response.build();
  }

  /** Runtimes answer some errors without asking a mapper, such as a malformed Accept. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() >= Status.BAD_REQUEST.getStatusCode() && !response.hasEntity()) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setEntity(
          Json.bytes(problem(response.getStatusInfo()).json()),
          null,
          MediaType.valueOf(Problem.MEDIA_TYPE));
    }
  }

  private static Problem problem(StatusType status) {
    String detail = DETAILS.getOrDefault(status.getStatusCode(), "The request failed.");
    return Problem.ofStatus(status, detail);
  }

  private static Response unexpected(Throwable failure) {
    LOG.error("a request failed unexpectedly", failure);
    return Problem.ofStatus(
            Status.INTERNAL_SERVER_ERROR,
            "Something went wrong on our side; the operator's log has the details.")
        .response()
        .build();
  }
}
