package org.asyncjob.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.asyncjob.Blob;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Makes addresses at which a blob can be read without credentials, for some time. */
record Links(S3Presigner presigner, Bucket bucket) {

  /** What S3 allows. */
  private static final Duration LONGEST = Duration.ofDays(7);

  Optional<URI> to(Blob blob, Duration validity) {
    Duration granted = validity.compareTo(LONGEST) > 0 ? LONGEST : validity;
    return bucket
        .object(blob.key())
        .map(
            object ->
                presigner.presignGetObject(
                    signed ->
                        signed
                            .signatureDuration(granted)
                            .getObjectRequest(
                                request ->
                                    request
                                        .bucket(bucket.name())
                                        .key(object)
                                        .responseContentType(
                                            HeaderValues.mediaType(blob.mediaType()))
                                        .responseContentDisposition(
                                            HeaderValues.attachment(blob.filename())))))
        .map(request -> URI.create(request.url().toString()));
  }
}
