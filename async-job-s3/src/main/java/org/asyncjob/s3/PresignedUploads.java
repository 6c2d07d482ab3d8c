package org.asyncjob.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.asyncjob.Blob;
import org.asyncjob.spi.DirectUploads;
import org.asyncjob.spi.UploadTarget;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/**
 * Has clients put objects into the bucket by presigned URLs, each for one object of one length.
 *
 * @param checksums whether the object store knows {@code x-amz-checksum-sha256}
 */
record PresignedUploads(S3Presigner presigner, Bucket bucket, boolean checksums)
    implements DirectUploads {

  /** What S3 takes in one request. */
  private static final long LARGEST = 5L * 1024 * 1024 * 1024;

  /** What every HTTP library sends without being told; browsers let nobody else set it. */
  private static final Set<String> SENT_ANYWAY = Set.of("host", "content-length");

  private static final Map<String, String> USUAL_NAMES = Map.of("content-type", "Content-Type");

  @Override
  public long mostBytes() {
    return LARGEST;
  }

  @Override
  public UploadTarget target(Blob announced, Duration validity) throws IOException {
    PresignedPutObjectRequest signed;
    try {
      signed = signed(announced, validity);
    } catch (SdkException e) {
      throw new IOException("no upload to bucket \"" + bucket.name() + "\" can be signed", e);
    }
    Map<String, String> fields = new TreeMap<>();
    for (Map.Entry<String, List<String>> field : signed.signedHeaders().entrySet()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!SENT_ANYWAY.contains(name)) {
        fields.put(USUAL_NAMES.getOrDefault(name, name), String.join(",", field.getValue()));
      }
    }
    return new UploadTarget(
        signed.httpRequest().method().name(), URI.create(signed.url().toString()), fields);
  }

  private PresignedPutObjectRequest signed(Blob announced, Duration validity) throws IOException {
    String object = object(announced);
    return presigner.presignPutObject(
        put ->
            put.signatureDuration(Links.granted(validity))
                .putObjectRequest(
                    request -> {
                      request
                          .bucket(bucket.name())
                          .key(object)
                          .contentType(HeaderValues.mediaType(announced.mediaType()))
                          .contentLength(announced.size());
                      if (checksums) {
                        request.checksumSHA256(base64(announced));
                      }
                    }));
  }

  @Override
  public Arrival arrival(Blob announced) throws IOException {
    String object = object(announced);
    HeadObjectResponse found;
    try {
      found =
          bucket.ask(
              client ->
                  client.headObject(
                      request -> {
                        request.bucket(bucket.name()).key(object);
                        if (checksums) {
                          request.checksumMode(ChecksumMode.ENABLED);
                        }
                      }));
    } catch (NoSuchFileException e) {
      return Arrival.MISSING;
    }
    String sha256 = found.checksumSHA256();
    boolean isSame =
        found.contentLength() == announced.size()
            && (sha256 == null || sha256.equals(base64(announced)));
    return isSame ? Arrival.COMPLETE : Arrival.DIFFERENT;
  }

  private String object(Blob announced) throws IOException {
    return bucket
        .object(announced.key())
        .orElseThrow(() -> new IOException(announced.key() + " is no key of this store"));
  }

  private static String base64(Blob announced) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(announced.sha256()));
  }
}
