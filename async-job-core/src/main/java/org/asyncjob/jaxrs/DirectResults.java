package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.JobResult;
import org.asyncjob.engine.JobEngine;

/**
 * Where the bytes of a result are, past this application, for those who may know.
 *
 * @param validity how long an address is good for; nothing if none are given out
 * @param pages whether there is a page that browsers see instead of the bytes
 */
record DirectResults(JobEngine engine, Optional<Duration> validity, boolean pages) {

  static DirectResults of(AsyncJobFeature feature) {
    return new DirectResults(
        feature.engine(), feature.directResults(), feature.resultPage().isPresent());
  }

  /** The address of the bytes; nothing if this application hands them out itself. */
  Optional<URI> address(Job job) {
    return validity.flatMap(
        time ->
            job.result().orElse(null) instanceof JobResult.Bytes bytes
                ? engine.link(bytes.blob(), time)
                : Optional.empty());
  }

  /** The address to send the client of a request to at once; nothing if it sees a page before. */
  Function<Job, Optional<URI>> targets(HttpHeaders fields) {
    // Read now: what it is asked for may come when the request is gone from this thread.
    return validity.isEmpty() || (pages && prefersPage(fields.getAcceptableMediaTypes()))
        ? job -> Optional.empty()
        : this::address;
  }

  private static boolean prefersPage(List<MediaType> accepted) {
    return !accepted.isEmpty()
        && !accepted.get(0).isWildcardType()
        && accepted.get(0).isCompatible(MediaType.TEXT_HTML_TYPE);
  }
}
