package org.asyncjob.engine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.asyncjob.Blob;
import org.asyncjob.InputTooLargeException;
import org.asyncjob.UploadMissingException;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.DirectUploads;
import org.asyncjob.spi.JobStore;
import org.asyncjob.spi.UploadTarget;

/** The inputs that clients upload to the blob store themselves. */
final class UploadedInputs {

  private static final String ASK_ANEW = " Ask for a new one, and upload the content there.";

  private final BlobStore blobs;
  private final JobStore store;
  private final InstantSource clock;

  /** Long before the blob would be swept as one that nobody wants. */
  private final Duration longest;

  UploadedInputs(BlobStore blobs, JobStore store, InstantSource clock, Duration orphans) {
    this.blobs = blobs;
    this.store = store;
    this.clock = clock;
    this.longest = orphans.dividedBy(2);
  }

  /** As {@link JobEngine#offerUpload}. */
  Optional<UploadOffer> offer(InputAnnouncement announced, Duration validity) throws IOException {
    Optional<DirectUploads> uploads = blobs.uploads();
    if (uploads.isEmpty()) {
      return Optional.empty();
    }
    if (announced.size() > uploads.get().mostBytes()) {
      throw new InputTooLargeException(uploads.get().mostBytes());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Duration granted = validity.compareTo(longest) < 0 ? validity : longest;
    Instant expires = now.plus(longest);
    UploadSource source = UploadSource.of(announced, expires);
    UploadTarget target = uploads.get().target(source.blob(announced.caller()), granted);
    return Optional.of(new UploadOffer(source.text(), expires, target, now.plus(granted)));
  }

  /** As {@link JobEngine#uploadedInput}. */
  Blob find(String text, String caller) throws IOException {
    Optional<DirectUploads> uploads = blobs.uploads();
    Optional<UploadSource> source = UploadSource.parse(text);
    if (uploads.isEmpty() || source.isEmpty()) {
      throw missing();
    }
    Blob blob = source.get().blob(caller);
    Optional<UploadMissingException> wrong = wrong(source.get(), blob, uploads.get());
    // Sent again, it gets its job, although the input of that is gone when it has ended.
    if (wrong.isPresent() && store.find(UploadSource.job(blob)).isEmpty()) {
      throw wrong.get();
    }
    return blob;
  }

  private Optional<UploadMissingException> wrong(
      UploadSource source, Blob blob, DirectUploads uploads) throws IOException {
    if (!clock.instant().isBefore(source.expires())) {
      return Optional.of(new UploadMissingException("This source has expired." + ASK_ANEW));
    }
    return switch (uploads.arrival(blob)) {
      case COMPLETE -> Optional.empty();
      case MISSING -> Optional.of(missing());
      case DIFFERENT ->
          Optional.of(
              new UploadMissingException(
                  "What was uploaded is not what was announced: its length or its SHA-256 differs."
                      + ASK_ANEW));
    };
  }

  private static UploadMissingException missing() {
    return new UploadMissingException(
        "There is no upload of yours under this source. Finish the upload and send this again, or"
            + " ask for a new one.");
  }
}
