package org.asyncjob.jaxrs;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.asyncjob.Job;
import org.asyncjob.JobRequest;
import org.asyncjob.JobState;
import org.asyncjob.engine.JobEngine;
import org.jspecify.annotations.Nullable;

/**
 * A resource that accepts work. Extend it with a {@code @Path} and a {@code @POST} method that ends
 * with {@link #accept}: the process resource, the result and cancellation are here.
 *
 * <pre>{@code
 * @Path("reports")
 * public class Reports extends JobResource {
 *   @POST
 *   @Consumes(MediaType.APPLICATION_JSON)
 *   public CompletionStage<Response> order(InputStream order) throws IOException {
 *     return accept(json("report", order));
 *   }
 * }
 * }</pre>
 *
 * <p>What its methods return is JSON unless they say something else with a {@code @Produces}.
 *
 * <p>No method is final, so that CDI can make proxies of it; none is meant to be overridden.
 *
 * <p>Register it as an instance or let the container make one for each request; both are safe.
 */
// Without it Jersey that has no JAXB would take a @POST for text/plain, and answer 406.
@Produces(MediaType.APPLICATION_JSON)
public abstract class JobResource {

  private final @Nullable AsyncJobFeature given;

  @Context private @Nullable Configuration configuration;
  @Context private @Nullable UriInfo uriInfo;
  @Context private @Nullable HttpHeaders headers;
  @Context private @Nullable SecurityContext security;

  /** For subclasses that use the feature which is registered in the application. */
  protected JobResource() {
    this.given = null;
  }

  /** For subclasses that are given their feature, by CDI for instance. */
  protected JobResource(AsyncJobFeature feature) {
    this.given = feature;
  }

  /**
   * Makes the body the input of a request and the query parameters its options. The name comes from
   * the parameter {@code filename} or from {@code Content-Disposition}.
   *
   * @param kind the kind of job
   * @throws IOException if the body cannot be read or stored; nothing is kept then
   */
  protected JobRequest.Builder upload(String kind, InputStream body) throws IOException {
    HttpHeaders fields = required(headers);
    String disposition = fields.getHeaderString(HttpHeaders.CONTENT_DISPOSITION);
    String filename =
        Optional.ofNullable(disposition)
            .flatMap(ContentDisposition::filename)
            .orElse(Filenames.DEFAULT);
    MediaType type = fields.getMediaType();
    String mediaType = (type == null ? MediaType.APPLICATION_OCTET_STREAM_TYPE : type).toString();
    return uploads()
        .raw(
            kind,
            body,
            new Uploads.UploadHeaders(filename, mediaType),
            required(uriInfo).getQueryParameters());
  }

  /**
   * Makes the part {@code file} of a form the input of a request; its other parts and the query
   * parameters are the options.
   *
   * @param kind the kind of job
   * @throws IOException if the file cannot be read or stored; nothing is kept then
   */
  protected JobRequest.Builder upload(String kind, List<EntityPart> parts) throws IOException {
    return uploads().form(kind, parts, required(uriInfo).getQueryParameters());
  }

  /**
   * Makes a JSON object the options of a request without input. With {@link
   * AsyncJobFeature.Builder#directUploads}, its member {@code source} may be what {@link
   * #offerUpload} has given out: it is no option then, and the upload is the input.
   *
   * @param kind the kind of job
   * @throws IOException if the body cannot be read
   */
  protected JobRequest.Builder json(String kind, InputStream body) throws IOException {
    return feature().directUploads().isPresent()
        ? uploads().json(kind, body, caller().name().orElse(""))
        : uploads().json(kind, body);
  }

  /**
   * Submits a request in the name of the caller and answers 202, or says why not. With {@code
   * Prefer: wait} the answer is held; if the job is done in time, it is the redirect to the result.
   */
  protected CompletionStage<Response> accept(JobRequest.Builder request) {
    caller().name().ifPresent(request::caller);
    MultivaluedMap<String, String> fields = required(headers).getRequestHeaders();
    Optional<String> key = idempotencyKey(fields);
    key.ifPresent(request::idempotencyKey);
    ProcessAnswers answers = processAnswers(0);
    Holding holding = holding(fields.getOrDefault(Preferences.PREFER, List.of()));
    Job submitted = engine().submit(request.build());
    key.ifPresent(feature().keysInUpload()::release);
    return holding.until(
        engine(),
        submitted,
        job ->
            job.state() == JobState.SUCCEEDED && holding.isWanted()
                ? answers.current(job, true)
                : answers.accepted(job));
  }

  /** Where the client can upload an input itself, if the application and its blob store let it. */
  @POST
  @Path("uploads")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response offerUpload(InputStream announcement) throws IOException {
    return new UploadOffers(feature(), TakenTypes.of(getClass()))
        .answer(announcement, caller().name().orElse(""));
  }

  /** The process resource: 200 while the work runs or after it failed, 303 when it is done. */
  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> process(
      @PathParam("id") String id,
      @QueryParam("redirect") @DefaultValue("") String redirect,
      @HeaderParam(Preferences.PREFER) List<String> prefer) {
    ProcessAnswers answers = processAnswers(1);
    return holding(prefer)
        .until(engine(), find(id), job -> answers.current(job, !redirect.equals("never")));
  }

  /** How the process goes on, as Server-Sent Events; asked for by {@code Accept} as well. */
  @GET
  @Path("{id}/" + EventsFilter.SEGMENT)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void events(
      @PathParam("id") String id,
      @HeaderParam(EventAnswers.LAST_EVENT_ID) @DefaultValue("") String seen,
      @Context @Nullable SseEventSink sink,
      @Context @Nullable Sse events) {
    if (sink == null || events == null) {
      throw EventAnswers.notSupported();
    }
    Job job = find(id);
    ProcessAnswers answers = processAnswers(2);
    engine()
        .follow(
            job,
            EventStream.PAUSE,
            EventStream.SILENCE,
            new EventStream(sink, events, answers::document, seen));
  }

  /** What {@link #events} would say of it. */
  @HEAD
  @Path("{id}/" + EventsFilter.SEGMENT)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response describeEvents(@PathParam("id") String id) {
    find(id);
    return Response.ok()
        .type(MediaType.SERVER_SENT_EVENTS_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Cancels an unfinished job, discards a finished one. */
  @DELETE
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response delete(@PathParam("id") String id) {
    Job job = find(id);
    if (!job.state().isFinished()) {
      Job canceled = engine().cancel(job.id()).orElse(job);
      if (canceled.cancelRequested()) {
        return processAnswers(1).cancelling(canceled);
      }
    }
    engine().discard(job.id());
    return Response.noContent().build();
  }

  /** The result, or for a browser a page that offers it. */
  @GET
  @Path("{id}/result")
  @Produces(MediaType.WILDCARD)
  public Response result(@PathParam("id") String id, @Context Request request) throws IOException {
    return result(id, request, false);
  }

  /** What {@link #result} would say of it. */
  @HEAD
  @Path("{id}/result")
  @Produces(MediaType.WILDCARD)
  public Response describeResult(@PathParam("id") String id, @Context Request request)
      throws IOException {
    return result(id, request, true);
  }

  /** The result under its download name. */
  @GET
  @Path("{id}/result/{filename}")
  @Produces(MediaType.WILDCARD)
  public Response download(@PathParam("id") String id, @PathParam("filename") String filename)
      throws IOException {
    return download(id, filename, false);
  }

  /** What {@link #download} would say of it. */
  @HEAD
  @Path("{id}/result/{filename}")
  @Produces(MediaType.WILDCARD)
  public Response describeDownload(
      @PathParam("id") String id, @PathParam("filename") String filename) throws IOException {
    return download(id, filename, true);
  }

  private Response result(String id, Request request, boolean head) throws IOException {
    return resultAnswers(2, head).result(find(id), feature().resultPage(), request);
  }

  private Response download(String id, String filename, boolean head) throws IOException {
    return resultAnswers(3, head).download(find(id), filename);
  }

  private ResultAnswers resultAnswers(int depth, boolean head) {
    return new ResultAnswers(feature(), urls(depth), required(headers), head);
  }

  private ProcessAnswers processAnswers(int depth) {
    return new ProcessAnswers(feature(), urls(depth), required(headers));
  }

  private Job find(String id) {
    return new VisibleJobs(engine(), caller()).get(id);
  }

  private Caller caller() {
    return new Caller(required(security));
  }

  private Holding holding(List<String> prefer) {
    return prefer.isEmpty()
        ? Holding.NONE
        : Holding.of(String.join(",", prefer), feature().longestWait());
  }

  private Optional<String> idempotencyKey(MultivaluedMap<String, String> fields) {
    return IdempotencyKey.of(fields)
        .map(key -> key.scoped(required(uriInfo).getAbsolutePath(), caller().name()));
  }

  private AsyncJobFeature feature() {
    return given == null ? AsyncJobFeature.registeredIn(required(configuration)) : given;
  }

  private JobEngine engine() {
    return feature().engine();
  }

  private Uploads uploads() {
    return new Uploads(engine(), feature().maxInputBytes());
  }

  private JobUrls urls(int depth) {
    return JobUrls.of(required(uriInfo), feature().publicBaseUri(), depth);
  }

  private static <T> T required(@Nullable T injected) {
    if (injected == null) {
      throw new IllegalStateException(
          "a JobResource works only inside a JAX-RS application: register it there");
    }
    return injected;
  }
}
