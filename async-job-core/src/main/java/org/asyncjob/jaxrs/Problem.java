package org.asyncjob.jaxrs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.StatusType;
import java.io.IOException;
import org.asyncjob.JobFailure;

/**
 * Problem details for HTTP APIs (RFC 9457).
 *
 * @param status the HTTP status that goes with it
 * @param type an absolute URI, or {@code about:blank} where the status says it all
 */
record Problem(StatusType status, String type, String title, String detail) {

  static final String MEDIA_TYPE = "application/problem+json";

  /** When to come back after trouble of which nobody knows how long it lasts. */
  private static final int AGAIN_SECONDS = 10;

  private static final String TYPES = "urn:problem-type:asyncjob:";

  static Problem of(StatusType status, String name, String title, String detail) {
    return new Problem(status, TYPES + name, title, detail);
  }

  static Problem ofStatus(StatusType status, String detail) {
    return new Problem(status, "about:blank", status.getReasonPhrase(), detail);
  }

  /** There is no room for what a request brings (RFC 4918, section 11.5). */
  static Problem noSpace(String detail) {
    return of(Statuses.of(507, "Insufficient Storage"), "no-space", "No space", detail);
  }

  /** The answer to a request that needs a store which does not answer. */
  static Response.ResponseBuilder storeUnreachable() {
    return of(
            Response.Status.SERVICE_UNAVAILABLE,
            "store-unreachable",
            "Store unreachable",
            "The service cannot reach its store. Try again later.")
        .response()
        .header(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
  }

  /**
   * The form that is nested in a status document: without {@code status}, which means the state of
   * the job there.
   */
  static void writeNested(JobFailure failure, JsonGenerator json) throws IOException {
    json.writeStringField("type", TYPES + failure.type());
    json.writeStringField("title", failure.title());
    json.writeStringField("detail", failure.detail());
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("title", title)
        .put("detail", detail)
        .put("status", status.getStatusCode());
  }

  Response.ResponseBuilder response() {
    return response(json());
  }

  /** An answer with members of its own beside those of this problem. */
  Response.ResponseBuilder response(ObjectNode extended) {
    return Response.status(status)
        .type(MEDIA_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(Json.bytes(extended));
  }

  /** Its response has an entity, so that JAX-RS answers with it as it is (section 4.2.4). */
  WebApplicationException exception() {
    return new WebApplicationException(detail, response().build());
  }
}
