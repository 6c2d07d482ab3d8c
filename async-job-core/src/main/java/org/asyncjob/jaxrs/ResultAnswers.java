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
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.engine.JobEngine;

/** Hands out the result of a job, as bytes or as a page with a download button. */
final class ResultAnswers {

  private final JobEngine engine;
  private final JobUrls urls;

  ResultAnswers(JobEngine engine, JobUrls urls) {
    this.engine = engine;
    this.urls = urls;
  }

  /** The bytes, or 304 if the client has them already. */
  Response bytes(Job job, Blob blob, Request request) throws IOException {
    EntityTag tag = new EntityTag(blob.sha256());
    Date lastModified = lastModified(job);
    ResponseBuilder unchanged = request.evaluatePreconditions(lastModified, tag);
    if (unchanged != null) {
      return common(unchanged, tag, lastModified).build();
    }
    InputStream in = engine.open(blob, 0);
    StreamingOutput body =
        out -> {
          try (in) {
            in.transferTo(out);
          }
        };
    return common(Response.ok(body, blob.mediaType()), tag, lastModified)
        .header(HttpHeaders.CONTENT_LENGTH, blob.size())
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(blob.filename()))
        .header("X-Content-Type-Options", "nosniff")
        .build();
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
    String html = page.html(blob, urls.download(job.id(), blob.filename()), urls.base());
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
    String process = urls.process(job.id()).toString();
    return problem
        .response(problem.json().put("process", process))
        .header(HttpHeaders.LINK, "<" + process + ">; rel=\"monitor\"")
        .build();
  }

  private static ResponseBuilder common(ResponseBuilder answer, EntityTag tag, Date lastModified) {
    return answer
        .tag(tag)
        .lastModified(lastModified)
        .header(HttpHeaders.CACHE_CONTROL, "private")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
  }

  private static Date lastModified(Job job) {
    Instant finished = job.finished().orElse(job.created());
    return Date.from(finished.truncatedTo(ChronoUnit.SECONDS));
  }
}
