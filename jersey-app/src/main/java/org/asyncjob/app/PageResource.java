package org.asyncjob.app;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The page for people. It comes through JAX-RS, so that it is the same wherever this runs. */
@Path("")
public final class PageResource {

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  /** RFC 9512. */
  private static final String YAML = "application/yaml";

  /** Where the description says that the service is, unless it is deployed below a path. */
  private static final String AT_THE_ROOT = "\n  - url: /\n";

  private final byte[] page;

  PageResource(long maxInputBytes) {
    String template = new String(file("index.html"), StandardCharsets.UTF_8);
    page =
        template
            .replace("{{max-input-bytes}}", Long.toString(maxInputBytes))
            .getBytes(StandardCharsets.UTF_8);
  }

  /** The page itself. */
  @GET
  @Produces("text/html;charset=utf-8")
  public Response page(@Context UriInfo uri, @Context Request request) {
    if (!uri.getRequestUri().getRawPath().endsWith("/")) {
      // As /audio of a WAR: what the page is made of would be looked for beside it, not in it.
      return Response.temporaryRedirect(uri.getBaseUri()).build();
    }
    return answer(page, "text/html;charset=utf-8", request);
  }

  /** What the page is made of. */
  @GET
  @Path("{file: [a-z]+\\.(css|js|svg)}")
  @Produces({"text/css", "text/javascript", "image/svg+xml", MediaType.WILDCARD})
  public Response file(@PathParam("file") String name, @Context Request request) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return answer(file(name), MEDIA_TYPES.getOrDefault(extension, "text/plain"), request);
  }

  /** The OpenAPI description, for programs. */
  @GET
  @Path("openapi.yaml")
  @Produces({YAML, MediaType.WILDCARD})
  public Response description(@Context UriInfo uri, @Context Request request) {
    String base = uri.getBaseUri().getRawPath().replaceFirst("/$", "");
    String described = new String(file("openapi.yaml"), StandardCharsets.UTF_8);
    byte[] here =
        (base.isEmpty() ? described : described.replace(AT_THE_ROOT, "\n  - url: " + base + "\n"))
            .getBytes(StandardCharsets.UTF_8);
    return answer(here, YAML, request);
  }

  private static Response answer(byte[] content, String mediaType, Request request) {
    EntityTag tag = new EntityTag(digest(content));
    ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    ResponseBuilder answer = unchanged == null ? Response.ok(content, mediaType) : unchanged;
    return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
  }

  private static byte[] file(String name) {
    return PageFiles.read(name).orElseThrow(NotFoundException::new);
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
