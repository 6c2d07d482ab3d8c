package org.asyncjob.engine;

import java.util.Map;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.JobRequest;

/**
 * What two requests with the same idempotency key must have in common to be the same request. How
 * the input is named or labelled does not count: the bytes do.
 */
record Fingerprint(
    String kind,
    Map<String, Object> options,
    Optional<String> sha256,
    Optional<Long> size,
    Optional<String> caller) {

  static Fingerprint of(JobRequest request) {
    return new Fingerprint(
        request.kind(),
        request.options(),
        request.input().map(Blob::sha256),
        request.input().map(Blob::size),
        request.caller());
  }
}
