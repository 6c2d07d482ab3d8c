package org.asyncjob.benchmarks;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that a resource can do which answers POST with 202 and a Location, and GET there with a
 * document of the size that a process resource has: one map put, one map get. It parses nothing,
 * runs nothing, and its ids can be guessed.
 */
@Path("/")
public final class BareJobs {

  private static final String BEFORE_ID = "{\"id\":\"";
  private static final String AFTER_ID =
      """
      ","status":"Running","progress":42,"phase":"waiting","cancel_requested":false,\
      "estimated_time_to_complete":"75 seconds","poll_every":"5 seconds",\
      "created":"2026-11-23T10:00:00.000Z","started":"2026-11-23T10:00:00.000Z",\
      "expires":"2026-11-24T10:00:00.000Z","links":{\
      "self":"http://127.0.0.1:8080/jobs/0123456789abcdef0123456789abcdef",\
      "cancel":"http://127.0.0.1:8080/jobs/0123456789abcdef0123456789abcdef"}}\
      """;

  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong(1L << 60);

  /** For the server that registers it. */
  public BareJobs() {}

  /** Puts one document. */
  @POST
  @Path("jobs")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response put(byte[] body) {
    return Response.accepted().location(URI.create("jobs/" + put())).build();
  }

  /** Puts one document and answers with it, and with the header fields of the contract. */
  @POST
  @Path("answered")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response putAndAnswer(byte[] body, @Context UriInfo uri) {
    String id = put();
    return accepted(documents.get(id), uri.getBaseUri() + "jobs/" + id);
  }

  /** 202 with the header fields of the contract. */
  static Response accepted(byte[] document, String location) {
    return Response.accepted(document)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.LOCATION, location)
        .header("Operation-Location", location)
        .header(HttpHeaders.CONTENT_LOCATION, location)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private String put() {
    String id = Long.toString(ids.incrementAndGet());
    documents.put(id, document(id));
    return id;
  }

  /** A document of the size of a process resource. */
  static byte[] document(String id) {
    return (BEFORE_ID + id + AFTER_ID).getBytes(StandardCharsets.UTF_8);
  }

  /** Gets one document. */
  @GET
  @Path("jobs/{id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response get(@PathParam("id") String id) {
    byte[] document = documents.get(id);
    if (document == null) {
      throw new NotFoundException();
    }
    return Response.ok(document).build();
  }
}
