package org.asyncjob.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.s3.S3BlobStore;
import org.asyncjob.s3.S3Connection;
import org.asyncjob.store.FileBlobStore;

/** Where uploads and results are kept: a directory, or a bucket. */
final class BlobStorage {

  private static final String S3 = "s3://";
  private static final Duration SHORTEST_VALIDITY = Duration.ofSeconds(1);

  /** What S3 allows. */
  private static final Duration LONGEST_VALIDITY = Duration.ofDays(7);

  /** What the engine allows, which deletes after a day what nobody wants. */
  private static final Duration LONGEST_START = Duration.ofHours(12);

  private final StorageOptions options;
  private final SourceOptions sources;
  private final Path directory;

  /**
   * Takes what is asked for.
   *
   * @param directory for the bytes, unless another place is asked for
   */
  BlobStorage(ServeOptions options, Path directory) {
    this.options = options.storage();
    this.sources = options.sources();
    this.directory = directory;
  }

  /**
   * Opens it. The engine closes it.
   *
   * @return where clients fetch results themselves, as an origin; nothing if they do not
   * @throws StartException if the settings do not fit together
   * @throws IOException if it cannot be used; the message says why and what to do
   */
  Optional<URI> addTo(JobEngineBuilder engine) throws IOException {
    String place = options.blobs().orElse("");
    if (place.startsWith(S3)) {
      S3BlobStore bucket = bucket(URI.create(place));
      engine.blobs(bucket).closing(bucket);
      Optional<URI> origin = isDirect() ? Optional.of(origin(bucket)) : Optional.empty();
      return options.directResults().isPresent() ? origin : Optional.empty();
    }
    boolean forNothing = sources.buckets().isEmpty();
    if (forNothing && (options.s3Endpoint().isPresent() || options.s3Region().isPresent())) {
      throw new StartException(
          "--s3-endpoint and --s3-region are for --blobs s3://bucket or --source-bucket, which are"
              + " missing");
    }
    if (isDirect() || options.s3PublicEndpoint().isPresent()) {
      throw new StartException(
          "--direct-results, --direct-uploads and --s3-public-endpoint are for --blobs s3://bucket:"
              + " files in a directory have no address of their own");
    }
    FileBlobStore.Builder files =
        FileBlobStore.builder(place.isEmpty() ? directory : Path.of(place));
    options.diskQuota().ifPresent(files::quota);
    engine.blobs(files.build());
    return Optional.empty();
  }

  private static URI origin(S3BlobStore bucket) {
    return bucket
        .linkOrigin()
        .orElseThrow(
            () ->
                new StartException(
                    "--direct-results and --direct-uploads need credentials that can sign addresses,"
                        + " and the log says why these cannot"));
  }

  /** Whether clients go to the bucket themselves. */
  private boolean isDirect() {
    return options.directResults().isPresent() || options.directUploads().isPresent();
  }

  private S3BlobStore bucket(URI place) throws IOException {
    if (options.diskQuota().isPresent()) {
      throw new StartException("--disk-quota is for files in a directory, and --blobs is " + place);
    }
    options.directResults().ifPresent(of -> check("--direct-results", of, LONGEST_VALIDITY));
    options.directUploads().ifPresent(of -> check("--direct-uploads", of, LONGEST_START));
    if (options.s3PublicEndpoint().isPresent() && !isDirect()) {
      throw new StartException(
          "--s3-public-endpoint is for --direct-results or --direct-uploads, which are missing");
    }
    S3Connection connection = S3BlobStore.at(place).links(isDirect());
    // Stores beside Amazon's hardly ever have a host name for each bucket.
    options.s3Endpoint().ifPresent(endpoint -> connection.endpoint(endpoint).pathStyle(true));
    options.s3Region().ifPresent(connection::region);
    options.s3PublicEndpoint().ifPresent(connection::linkEndpoint);
    return connection.open();
  }

  private static void check(String flag, Duration validity, Duration longest) {
    if (validity.compareTo(SHORTEST_VALIDITY) < 0 || validity.compareTo(longest) > 0) {
      throw new StartException(
          "%s %s is not between %s and %s".formatted(flag, validity, SHORTEST_VALIDITY, longest));
    }
  }
}
