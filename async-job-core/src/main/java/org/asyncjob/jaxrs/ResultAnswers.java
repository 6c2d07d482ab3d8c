package org.asyncjob.jaxrs;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.asyncjob.Job;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out the result of a job, as bytes or as a page with a download button. */
final class ResultAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ResultAnswers.class);
  private static final String ACCEPT_RANGES = "Accept-Ranges";
  private static final String CONTENT_RANGE = "Content-Range";
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final JobEngine engine;
  private final JobUrls urls;
  private final DirectResults direct;
  private final HttpHeaders fields;
  private final boolean head;

  /**
   * For one request.
   *
   * @param head leaves the bytes out; ranges are for GET alone (RFC 9110, section 14.2)
   */
  ResultAnswers(AsyncJobFeature feature, JobUrls urls, HttpHeaders fields, boolean head) {
    this.engine = feature.engine();
    this.urls = urls;
    this.direct = DirectResults.of(feature);
    this.fields = fields;
    this.head = head;
  }

  /** What the result's own address answers: the bytes, the page, or where they are instead. */
  Response result(Job job, Optional<ResultPage> page, Request request) throws IOException {
    Optional<ResultContent> content = ResultContent.of(job, engine);
    if (content.isEmpty()) {
      return job.result().orElse(null) instanceof JobResult.Link link
          ? elsewhere(link.target())
          : missing(job);
    }
    return page.isPresent() && prefersPage(content.get().file(), request)
        ? page(job, content.get().file(), page.get())
        : bytes(job, content.get());
  }

  /** What the address with the download name answers: the bytes; 404 for any other name. */
  Response download(Job job, String filename) throws IOException {
    if (job.result().isEmpty()) {
      return missing(job);
    }
    ResultContent content =
        ResultContent.of(job, engine)
            .filter(found -> found.file().name().equals(filename))
            .orElseThrow(VisibleJobs::unknown);
    return bytes(job, content);
  }

  /** The bytes or those that were asked for; 304 if the client has them already. */
  private Response bytes(Job job, ResultContent content) throws IOException {
    // A link is signed for GET; what HEAD asks for is known here.
    Optional<URI> address = head ? Optional.empty() : direct.address(job);
    if (address.isPresent()) {
      return leading(Response.status(Status.TEMPORARY_REDIRECT), address.get());
    }
    Date lastModified = lastModified(job);
    long size = content.file().size();
    Preconditions conditions = new Preconditions(fields, content.tag(), lastModified.toInstant());
    if (conditions.fail()) {
      return Problem.ofStatus(
              Status.PRECONDITION_FAILED, "The result is not the one that the request names.")
          .response()
          .build();
    }
    if (conditions.unchanged()) {
      return common(Response.notModified(), content, lastModified).build();
    }
    String range = fields.getHeaderString("Range");
    RequestedBytes bytes =
        range == null || head || !conditions.partsFit()
            ? new RequestedBytes.Whole()
            : RequestedBytes.of(range, size);
    if (bytes instanceof RequestedBytes.Unsatisfiable) {
      return unsatisfiable(size);
    }
    ResponseBuilder answer;
    if (bytes instanceof RequestedBytes.Part part) {
      answer =
          content(Status.PARTIAL_CONTENT, content, part.first(), part.length())
              .header(CONTENT_RANGE, part.contentRange(size));
    } else if (head) {
      answer = described(Status.OK, content.file(), size).entity((StreamingOutput) out -> {});
    } else {
      answer = content(Status.OK, content, 0, size);
    }
    return common(answer, content, lastModified).build();
  }

  /** Whether the client would rather have a page; whoever takes anything gets the bytes. */
  private static boolean prefersPage(ResultFile file, Request request) {
    MediaType bytes = MediaType.valueOf(file.mediaType());
    Variant choice =
        request.selectVariant(
            List.of(
                new Variant(bytes, (String) null, null),
                new Variant(MediaType.TEXT_HTML_TYPE, (String) null, null)));
    return choice != null && choice.getMediaType().isCompatible(MediaType.TEXT_HTML_TYPE);
  }

  private Response page(Job job, ResultFile file, ResultPage page) {
    String html = page.html(file, URI.create(urls.download(job.id(), file.name())), urls.base());
    return Response.ok(html, MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  /** 303 to a result that is somewhere else. */
  private static Response elsewhere(URI target) {
    return leading(Response.status(Status.SEE_OTHER), target);
  }

  private static Response leading(ResponseBuilder answer, URI target) {
    String location = target.toASCIIString();
    byte[] document = Json.object(json -> json.writeStringField("resourceLocation", location));
    return answer
        .location(URI.create(location))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .header("Referrer-Policy", "no-referrer")
        .entity(document)
        .build();
  }

  /** 409 for a job that has no result, now or ever. */
  private Response missing(Job job) {
    Problem problem =
        Problem.of(
            Status.CONFLICT,
            "no-result",
            "No result",
            switch (job.state()) {
              case QUEUED, RUNNING -> "The job has not finished yet.";
              case FAILED -> "The job has failed: there is no result.";
              case CANCELED -> "The job was cancelled: there is no result.";
              case SUCCEEDED -> throw new IllegalStateException(job + " has a result");
            });
    String process = urls.process(job.id());
    return problem
        .response(problem.json().put("process", process))
        .header(HttpHeaders.LINK, "<" + process + ">; rel=\"monitor\"")
        .build();
  }

  private ResponseBuilder content(Status status, ResultContent content, long first, long length)
      throws IOException {
    // Opened here rather than when it is written: now a missing file can still be an error.
    InputStream bytes;
    try {
      bytes = content.source().open(first);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      LOG.error("the bytes of {} cannot be read", content.file(), e);
      throw new WebApplicationException(
          "the blob store does not answer", Problem.storeUnreachable().build());
    }
    return described(status, content.file(), length).entity(new PartOfStream(bytes, length));
  }

  private static ResponseBuilder described(Status status, ResultFile file, long length) {
    return Response.status(status)
        .type(file.mediaType())
        .header(HttpHeaders.CONTENT_LENGTH, length)
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(file.name()))
        .header("X-Content-Type-Options", "nosniff");
  }

  private static Response unsatisfiable(long size) {
    return Problem.ofStatus(
            Statuses.of(RANGE_NOT_SATISFIABLE, "Range Not Satisfiable"),
            "The result has " + size + " bytes; the range that was asked for has none of them.")
        .response()
        .header(ACCEPT_RANGES, "bytes")
        .header(CONTENT_RANGE, "bytes */" + size)
        .build();
  }

  private static ResponseBuilder common(
      ResponseBuilder answer, ResultContent content, Date lastModified) {
    return answer
        .tag(new EntityTag(content.tag()))
        .lastModified(lastModified)
        .header(ACCEPT_RANGES, "bytes")
        .header(HttpHeaders.CACHE_CONTROL, "private")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
  }

  private static Date lastModified(Job job) {
    Instant finished = job.finished().orElse(job.created());
    return Date.from(finished.truncatedTo(ChronoUnit.SECONDS));
  }
}
