package org.asyncjob.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The objects that others have put into a bucket, by addresses at which they can be read. Safe for
 * many threads.
 */
public final class S3Objects implements AutoCloseable {

  private final S3Presigner presigner;
  private final String bucket;
  private final String prefix;

  S3Objects(S3Presigner presigner, String bucket, String prefix) {
    this.presigner = presigner;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /**
   * Returns a presigned URL, good for {@code GET} and for nothing else. Asks nobody, unless
   * credentials have to be fetched: whether there is such an object is seen when it is read.
   *
   * @param key what comes behind the prefix of the connection, and a slash where there is one
   * @param validity 1 second to 7 days
   * @throws IOException if it cannot be signed, as there are no credentials
   */
  public URI link(String key, Duration validity) throws IOException {
    String object = prefix.isEmpty() || prefix.endsWith("/") ? prefix + key : prefix + "/" + key;
    try {
      return URI.create(
          presigner
              .presignGetObject(
                  signed ->
                      signed
                          .signatureDuration(validity)
                          .getObjectRequest(request -> request.bucket(bucket).key(object)))
              .url()
              .toString());
    } catch (SdkException e) {
      throw new IOException("no address in bucket \"" + bucket + "\" can be signed", e);
    }
  }

  /** Lets go of what signing needs. */
  @Override
  public void close() {
    presigner.close();
  }
}
