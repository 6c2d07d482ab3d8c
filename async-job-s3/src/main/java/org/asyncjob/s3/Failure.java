package org.asyncjob.s3;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import org.asyncjob.BlobStoreFullException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the object store has answered, or that it has not, in words that say what to do. */
record Failure(String bucket, SdkException met) {

  private static final int MOVED_PERMANENTLY = 301;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int INSUFFICIENT_STORAGE = 507;

  /** As AWS, MinIO, Ceph and others say it. */
  private static final Set<String> FULL =
      Set.of(
          "QuotaExceeded",
          "InsufficientStorage",
          "InsufficientCapacity",
          "StorageFull",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded");

  private static final Set<String> WRONG_REGION =
      Set.of(
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "PermanentRedirect");

  /** The exception to throw. */
  IOException told() {
    if (met instanceof AbortedException) {
      // Whoever takes the interrupt to an end looks for the flag.
      Thread.currentThread().interrupt();
      ClosedByInterruptException interrupted = new ClosedByInterruptException();
      interrupted.initCause(met);
      return interrupted;
    }
    return met instanceof S3Exception answer ? told(answer) : new IOException(unreachable(), met);
  }

  private IOException told(S3Exception answer) {
    int status = answer.statusCode();
    String code = code(answer);
    if (status == INSUFFICIENT_STORAGE || FULL.contains(code)) {
      return new BlobStoreFullException(met);
    }
    if (code.equals("NoSuchBucket")) {
      return new IOException(
          "the bucket \"%s\" does not exist at this endpoint: create it, or name another"
              .formatted(bucket),
          met);
    }
    if (status == NOT_FOUND) {
      NoSuchFileException missing =
          new NoSuchFileException("in bucket \"" + bucket + "\"", null, said(answer));
      missing.initCause(met);
      return missing;
    }
    if (status == MOVED_PERMANENTLY || WRONG_REGION.contains(code)) {
      return new IOException(
          "the bucket \"%s\" is in another region than the one that is set (%s): set its own"
              .formatted(bucket, said(answer)),
          met);
    }
    if (status == FORBIDDEN || status == UNAUTHORIZED) {
      return new IOException(
          ("access to bucket \"%s\" is denied (%s): check the credentials, the clock of this"
                  + " machine, and that they may list the bucket and get, put and delete objects")
              .formatted(bucket, said(answer)),
          met);
    }
    if (status == NOT_IMPLEMENTED) {
      return new NotOfferedException(
          "the object store of bucket \"%s\" does not offer what was asked (%s)"
              .formatted(bucket, said(answer)),
          met);
    }
    return new IOException(
        "the object store refuses a request for bucket \"%s\" (%s)".formatted(bucket, said(answer))
            + (status == BAD_REQUEST ? ": check its endpoint and region" : ""),
        met);
  }

  private String unreachable() {
    return ("the object store with bucket \"%s\" does not answer: %s: check its endpoint and the"
            + " network; what was asked has been tried %d times")
        .formatted(bucket, met.getMessage(), met.numAttempts() == null ? 1 : met.numAttempts());
  }

  /** Status and code; the message of a store can say more than strangers to the log should know. */
  private static String said(S3Exception answer) {
    return answer.statusCode() + " " + code(answer);
  }

  private static String code(S3Exception answer) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .map(AwsErrorDetails::errorCode)
        .orElse("without a code");
  }
}
