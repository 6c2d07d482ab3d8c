package org.asyncjob.jaxrs;

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
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.engine.JobEngine;

/** Hands out the result of a job, as bytes or as a page with a download button. */
final class ResultAnswers {

  private static final String ACCEPT_RANGES = "Accept-Ranges";
  private static final String CONTENT_RANGE = "Content-Range";
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final JobEngine engine;
  private final JobUrls urls;

  ResultAnswers(JobEngine engine, JobUrls urls) {
    this.engine = engine;
    this.urls = urls;
  }

  /**
   * The bytes or those that were asked for; 304 if the client has them already.
   *
   * @param head leaves the bytes out; ranges are for GET alone (RFC 9110, section 14.2)
   */
  Response bytes(Job job, Blob blob, HttpHeaders fields, boolean head) throws IOException {
    Date lastModified = lastModified(job);
    Preconditions conditions = new Preconditions(fields, blob.sha256(), lastModified.toInstant());
    if (conditions.fail()) {
      return Problem.ofStatus(
              Status.PRECONDITION_FAILED, "The result is not the one that the request names.")
          .response()
          .build();
    }
    if (conditions.unchanged()) {
      return common(Response.notModified(), blob, lastModified).build();
    }
    String range = fields.getHeaderString("Range");
    RequestedBytes bytes =
        range == null || head || !conditions.partsFit()
            ? new RequestedBytes.Whole()
            : RequestedBytes.of(range, blob.size());
    if (bytes instanceof RequestedBytes.Unsatisfiable) {
      return unsatisfiable(blob);
    }
    ResponseBuilder answer;
    if (bytes instanceof RequestedBytes.Part part) {
      answer =
          content(Status.PARTIAL_CONTENT, blob, part.first(), part.length())
              .header(CONTENT_RANGE, part.contentRange(blob.size()));
    } else if (head) {
      answer = described(Status.OK, blob, blob.size()).entity((StreamingOutput) out -> {});
    } else {
      answer = content(Status.OK, blob, 0, blob.size());
    }
    return common(answer, blob, lastModified).build();
  }

  /** Whether the client would rather have a page; whoever takes anything gets the bytes. */
  static boolean prefersPage(Blob blob, Request request) {
    MediaType bytes = MediaType.valueOf(blob.mediaType());
    Variant choice =
        request.selectVariant(
            List.of(
                new Variant(bytes, (String) null, null),
                new Variant(MediaType.TEXT_HTML_TYPE, (String) null, null)));
    return choice != null && choice.getMediaType().isCompatible(MediaType.TEXT_HTML_TYPE);
  }

  Response page(Job job, Blob blob, ResultPage page) {
    String html =
        page.html(blob, URI.create(urls.download(job.id(), blob.filename())), urls.base());
    return Response.ok(html, MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  /** 409 for a job that has no result, now or ever. */
  Response missing(Job job) {
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

  private ResponseBuilder content(Status status, Blob blob, long first, long length)
      throws IOException {
    // Opened here rather than when it is written: now a missing file can still be an error.
    return described(status, blob, length)
        .entity(new PartOfStream(engine.open(blob, first), length));
  }

  private static ResponseBuilder described(Status status, Blob blob, long length) {
    return Response.status(status)
        .type(blob.mediaType())
        .header(HttpHeaders.CONTENT_LENGTH, length)
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(blob.filename()))
        .header("X-Content-Type-Options", "nosniff");
  }

  private static Response unsatisfiable(Blob blob) {
    return Problem.ofStatus(
            Statuses.of(RANGE_NOT_SATISFIABLE, "Range Not Satisfiable"),
            "The result has "
                + blob.size()
                + " bytes; the range that was asked for has none of them.")
        .response()
        .header(ACCEPT_RANGES, "bytes")
        .header(CONTENT_RANGE, "bytes */" + blob.size())
        .build();
  }

  private static ResponseBuilder common(ResponseBuilder answer, Blob blob, Date lastModified) {
    return answer
        .tag(new EntityTag(blob.sha256()))
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
