package org.asyncjob.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.asyncjob.Blob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Makes addresses at which a blob can be read without credentials, for some time. */
record Links(S3Presigner presigner, Bucket bucket) {

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  /** What S3 allows. */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** Where all of them lead; nothing if none can be signed. */
  Optional<URI> origin() {
    Blob any = new Blob(Bucket.newKey(), 0, "", "any", "application/octet-stream");
    return to(any, Duration.ofMinutes(1))
        .map(link -> URI.create(link.getScheme() + "://" + link.getRawAuthority()));
  }

  /** A client that gets no link gets the bytes all the same, so this is no error of a request. */
  Optional<URI> to(Blob blob, Duration validity) {
    try {
      return signed(blob, validity);
    } catch (SdkException e) {
      LOG.warn("no link into bucket {} could be signed", bucket.name(), e);
      return Optional.empty();
    }
  }

  /** No longer than S3 allows. */
  static Duration granted(Duration validity) {
    return validity.compareTo(LONGEST) > 0 ? LONGEST : validity;
  }

  private Optional<URI> signed(Blob blob, Duration validity) {
    Duration granted = granted(validity);
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
