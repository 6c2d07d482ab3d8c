package org.asyncjob.s3;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One object on its way into the bucket: a single request if it fits into one part, else a
 * multipart upload. Used by one thread at a time.
 */
final class Upload {

  /**
   * An object is as old as the beginning of its upload, so this has to have a limit, or what was
   * uploaded slowly would be taken for an old blob that nobody wants.
   */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final int MOST_PARTS = 10_000;

  private final Bucket bucket;
  private final String mediaType;
  private final long begun = System.nanoTime();
  private final List<CompletedPart> parts = new ArrayList<>();
  private String key = Bucket.newKey();
  private String object;
  private @Nullable String id;
  private boolean completing;

  Upload(Bucket bucket, String mediaType) {
    this.bucket = bucket;
    this.object = bucket.object(key).orElseThrow();
    this.mediaType = HeaderValues.mediaType(mediaType);
  }

  String key() {
    return key;
  }

  /** Sends a part that is not the last one. */
  void part(PartBuffer part) throws IOException {
    String uploadId = id == null ? begin() : id;
    id = uploadId;
    if (parts.size() == MOST_PARTS) {
      throw new IOException(
          "a blob can have %d parts of %d bytes, and this one is larger: raise partSize"
              .formatted(MOST_PARTS, part.size()));
    }
    int number = parts.size() + 1;
    RequestBody body = part.body(mediaType);
    String md5 = part.md5();
    String tag =
        bucket
            .ask(
                client ->
                    client.uploadPart(
                        request ->
                            request
                                .bucket(bucket.name())
                                .key(object)
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentMD5(md5),
                        body))
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
  }

  private String begin() throws IOException {
    key = Bucket.newKeyInParts();
    object = bucket.object(key).orElseThrow();
    return bucket
        .ask(
            client ->
                client.createMultipartUpload(
                    request -> request.bucket(bucket.name()).key(object).contentType(mediaType)))
        .uploadId();
  }

  /** Sends what is left and makes the object visible. */
  void complete(PartBuffer last, long size) throws IOException {
    if (id == null) {
      completing = true;
      put(last);
      return;
    }
    if (last.size() > 0) {
      part(last);
    }
    if (System.nanoTime() - begun > LONGEST.toNanos()) {
      throw new IOException("this upload has taken more than a day, which is the most");
    }
    completing = true;
    complete(id, size);
  }

  private void put(PartBuffer all) throws IOException {
    RequestBody body = all.body(mediaType);
    String md5 = all.md5();
    bucket.ask(
        client ->
            client.putObject(
                request ->
                    request
                        .bucket(bucket.name())
                        .key(object)
                        .contentType(mediaType)
                        .contentMD5(md5),
                body));
  }

  private void complete(String uploadId, long size) throws IOException {
    try {
      bucket.ask(
          client ->
              client.completeMultipartUpload(
                  request ->
                      request
                          .bucket(bucket.name())
                          .key(object)
                          .uploadId(uploadId)
                          .multipartUpload(all -> all.parts(parts))));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      // It may have been done without the answer getting through: no part of it is ever there.
      if (!isThere(size, e)) {
        throw e;
      }
    }
  }

  private boolean isThere(long size, IOException met) {
    try {
      return bucket
              .ask(
                  client -> client.headObject(request -> request.bucket(bucket.name()).key(object)))
              .contentLength()
          == size;
    } catch (IOException e) {
      met.addSuppressed(e);
      return false;
    }
  }

  /** Leaves nothing behind; what could not be taken away is recorded, and swept some day. */
  void abort(IOException met) {
    String uploadId = id;
    if (uploadId != null) {
      bucket.undo(met, () -> abort(uploadId));
    }
    if (completing) {
      // A request that has failed here can have arrived there.
      bucket.undo(met, () -> bucket.delete(object));
    }
  }

  private void abort(String uploadId) throws IOException {
    try {
      bucket.ask(
          client ->
              client.abortMultipartUpload(
                  request -> request.bucket(bucket.name()).key(object).uploadId(uploadId)));
    } catch (NoSuchFileException e) {
      return; // It was completed or aborted already.
    }
  }
}
