package org.asyncjob.s3;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One look through the bucket for what is old and nobody's, page by page. */
final class Sweep {

  private static final int PAGE = 500;

  private final Bucket bucket;
  private final Instant committedBefore;
  private final Instant begunBefore;
  private int deleted;
  private @Nullable IOException met;

  Sweep(Bucket bucket, Instant committedBefore) {
    this.bucket = bucket;
    this.committedBefore = committedBefore;
    this.begunBefore =
        committedBefore.isBefore(Instant.EPOCH)
            ? Instant.EPOCH
            : committedBefore.minus(Upload.LONGEST);
  }

  /** Aborts uploads that were broken off; what they have sent would be kept, and paid, for ever. */
  void abortUploads() throws IOException {
    ListMultipartUploadsResponse page;
    try {
      page = uploads("", "");
    } catch (NotOfferedException e) {
      return; // Such a store has a way of its own to get rid of them, or none.
    }
    while (true) {
      for (MultipartUpload upload : page.uploads()) {
        if (bucket.key(upload.key()).isPresent() && upload.initiated().isBefore(begunBefore)) {
          bucket.ask(
              client ->
                  client.abortMultipartUpload(
                      request ->
                          request
                              .bucket(bucket.name())
                              .key(upload.key())
                              .uploadId(upload.uploadId())));
        }
      }
      if (!Boolean.TRUE.equals(page.isTruncated()) || page.nextKeyMarker() == null) {
        return;
      }
      page =
          uploads(page.nextKeyMarker(), Optional.ofNullable(page.nextUploadIdMarker()).orElse(""));
    }
  }

  private ListMultipartUploadsResponse uploads(String afterKey, String afterUpload)
      throws IOException {
    return bucket.ask(
        client ->
            client.listMultipartUploads(
                request -> {
                  request.bucket(bucket.name()).prefix(bucket.prefix());
                  if (!afterKey.isEmpty()) {
                    request.keyMarker(afterKey);
                  }
                  if (!afterUpload.isEmpty()) {
                    request.uploadIdMarker(afterUpload);
                  }
                }));
  }

  /**
   * Returns how many were deleted.
   *
   * @throws IOException in the end, if one of them could not be
   */
  int deleteObjects(Function<Set<String>, Set<String>> referenced) throws IOException {
    String after = "";
    while (true) {
      ListObjectsV2Response page = objects(after);
      deleteUnwanted(page.contents(), referenced);
      if (!Boolean.TRUE.equals(page.isTruncated()) || page.contents().isEmpty()) {
        break;
      }
      // Not by token: it may be worth nothing when what it stands for was deleted.
      after = page.contents().get(page.contents().size() - 1).key();
    }
    if (met != null) {
      throw met;
    }
    return deleted;
  }

  private ListObjectsV2Response objects(String after) throws IOException {
    return bucket.ask(
        client ->
            client.listObjectsV2(
                request -> {
                  request.bucket(bucket.name()).prefix(bucket.prefix()).maxKeys(PAGE);
                  if (!after.isEmpty()) {
                    request.startAfter(after);
                  }
                }));
  }

  private void deleteUnwanted(List<S3Object> objects, Function<Set<String>, Set<String>> referenced)
      throws IOException {
    Set<String> unwanted = new HashSet<>();
    for (S3Object object : objects) {
      bucket
          .key(object.key())
          .filter(key -> isOld(key, object.lastModified()))
          .ifPresent(unwanted::add);
    }
    if (unwanted.isEmpty()) {
      return;
    }
    unwanted.removeAll(referenced.apply(Set.copyOf(unwanted)));
    for (String key : unwanted) {
      delete(key);
    }
  }

  /** What was uploaded in parts has the time at which that began. */
  private boolean isOld(String key, Instant lastModified) {
    return lastModified.isBefore(Bucket.isInParts(key) ? begunBefore : committedBefore);
  }

  private void delete(String key) throws IOException {
    try {
      bucket.delete(bucket.object(key).orElseThrow());
      deleted++;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (met == null) {
        met = e;
      } else {
        met.addSuppressed(e);
      }
    }
  }
}
