package org.asyncjob.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.s3.S3BlobStore;
import org.asyncjob.s3.S3Connection;
import org.asyncjob.store.FileBlobStore;

/** Where uploads and results are kept: a directory, or a bucket. */
final class BlobStorage {

  private static final String S3 = "s3://";

  private final StorageOptions options;
  private final Path directory;

  /**
   * Takes what is asked for.
   *
   * @param directory for the bytes, unless another place is asked for
   */
  BlobStorage(StorageOptions options, Path directory) {
    this.options = options;
    this.directory = directory;
  }

  /**
   * Opens it. The engine closes it.
   *
   * @throws StartException if the settings do not fit together
   * @throws IOException if it cannot be used; the message says why and what to do
   */
  void addTo(JobEngineBuilder engine) throws IOException {
    String place = options.blobs().orElse("");
    if (place.startsWith(S3)) {
      S3BlobStore bucket = bucket(URI.create(place));
      engine.blobs(bucket).closing(bucket);
      return;
    }
    if (options.s3Endpoint().isPresent() || options.s3Region().isPresent()) {
      throw new StartException(
          "--s3-endpoint and --s3-region are for --blobs s3://bucket, which is missing");
    }
    FileBlobStore.Builder files =
        FileBlobStore.builder(place.isEmpty() ? directory : Path.of(place));
    options.diskQuota().ifPresent(files::quota);
    engine.blobs(files.build());
  }

  private S3BlobStore bucket(URI place) throws IOException {
    if (options.diskQuota().isPresent()) {
      throw new StartException("--disk-quota is for files in a directory, and --blobs is " + place);
    }
    S3Connection connection = S3BlobStore.at(place);
    // Stores beside Amazon's hardly ever have a host name for each bucket.
    options.s3Endpoint().ifPresent(endpoint -> connection.endpoint(endpoint).pathStyle(true));
    options.s3Region().ifPresent(connection::region);
    return connection.open();
  }
}
