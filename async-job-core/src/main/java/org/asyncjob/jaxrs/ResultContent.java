package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;

/**
 * The bytes of a result that is here, wherever they are kept.
 *
 * @param file what is said of them
 * @param tag for a strong entity tag: other bytes have another one
 * @param source of the bytes, from an offset on
 */
record ResultContent(ResultFile file, String tag, Source source) {

  private static final String JSON_NAME = "result.json";

  /** Opens the bytes; the caller closes them. */
  @FunctionalInterface
  interface Source {
    InputStream open(long offset) throws IOException;
  }

  /** The bytes of a job's result; nothing where it has none, or it is somewhere else. */
  static Optional<ResultContent> of(Job job, JobEngine engine) {
    return job.result()
        .flatMap(
            result -> {
              if (result instanceof JobResult.Bytes bytes) {
                return Optional.of(of(bytes.blob(), engine));
              }
              return result instanceof JobResult.Json json
                  ? Optional.of(of(json.text().getBytes(StandardCharsets.UTF_8)))
                  : Optional.empty();
            });
  }

  /** The name under which a result is downloaded; nothing where it is somewhere else. */
  static Optional<String> name(JobResult result) {
    if (result instanceof JobResult.Bytes bytes) {
      return Optional.of(bytes.blob().filename());
    }
    return result instanceof JobResult.Json ? Optional.of(JSON_NAME) : Optional.empty();
  }

  private static ResultContent of(Blob blob, JobEngine engine) {
    return new ResultContent(
        new ResultFile(blob.filename(), blob.mediaType(), blob.size()),
        blob.sha256(),
        offset -> engine.open(blob, offset));
  }

  private static ResultContent of(byte[] json) {
    return new ResultContent(
        new ResultFile(JSON_NAME, MediaType.APPLICATION_JSON, json.length),
        sha256(json),
        offset -> new ByteArrayInputStream(json, (int) offset, json.length - (int) offset));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256; this one has not", e);
    }
  }
}
