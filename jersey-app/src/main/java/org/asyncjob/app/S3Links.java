package org.asyncjob.app;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.s3.S3BlobStore;
import org.asyncjob.s3.S3Connection;
import org.asyncjob.s3.S3Objects;
import org.asyncjob.transcode.fetch.LinkScheme;

/**
 * Links {@code s3://bucket/key} into the buckets that the operator has named, and no others: they
 * are read with the credentials of the server, which may reach more than its clients should.
 */
final class S3Links implements LinkScheme, AutoCloseable {

  private static final String NAME = "s3";
  private static final Duration VALIDITY = Duration.ofMinutes(15);
  private static final Pattern LINK =
      Pattern.compile("s3://([^/]+)/(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Set<String> DOTS = Set.of(".", "..");
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._-]+(/.*)?");

  private final List<Place> places = new ArrayList<>();

  private S3Links() {}

  /**
   * Opens the buckets.
   *
   * @throws StartException if one has another form than {@code bucket/prefix}, or is where this
   *     server keeps the files of all its clients
   * @throws IOException if region or credentials are missing; the message says what to do
   */
  static S3Links open(List<String> buckets, StorageOptions storage) throws IOException {
    S3Links links = new S3Links();
    for (String bucket : buckets) {
      if (!PLACE.matcher(bucket).matches()) {
        throw new StartException(
            "--source-bucket \"%s\" is not of the form bucket or bucket/prefix".formatted(bucket));
      }
      String place = withSlash(bucket);
      String own = storage.blobs().map(S3Links::place).orElse("");
      if (!own.isEmpty() && (place.startsWith(own) || own.startsWith(place))) {
        throw new StartException(
            "--source-bucket %s is where --blobs keeps the files of all clients; name another place"
                .formatted(bucket));
      }
      S3Connection connection = S3BlobStore.at(URI.create("s3://" + bucketOf(place)));
      storage.s3Endpoint().ifPresent(at -> connection.endpoint(at).pathStyle(true));
      storage.s3Region().ifPresent(connection::region);
      links.places.add(new Place(place, connection.objects()));
    }
    return links;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(String link) {
    find(link);
  }

  @Override
  public URI address(String link) throws IOException {
    String key = path(link).orElseThrow();
    return find(link).objects().link(key.substring(bucketOf(key).length() + 1), VALIDITY);
  }

  @Override
  public void close() {
    places.forEach(place -> place.objects().close());
  }

  private Place find(String link) {
    String path =
        path(link)
            .orElseThrow(
                () ->
                    new UnacceptableRequestException(
                        "The link is not of the form s3://bucket/key."));
    return places.stream()
        .filter(place -> path.startsWith(place.path()) && path.length() > place.path().length())
        .findFirst()
        .orElseThrow(
            () ->
                new UnacceptableRequestException(
                    "The link leads to a place in S3 that this service does not read."));
  }

  /** Bucket and key, unless they might mean another key to somebody on the way. */
  private static Optional<String> path(String link) {
    Matcher matcher = LINK.matcher(link.strip());
    if (!matcher.matches() || Stream.of(matcher.group(2).split("/")).anyMatch(DOTS::contains)) {
      return Optional.empty();
    }
    return Optional.of(matcher.group(1) + "/" + matcher.group(2));
  }

  private static String place(String blobs) {
    return blobs.toLowerCase(Locale.ROOT).startsWith("s3://")
        ? withSlash(blobs.substring("s3://".length()))
        : "";
  }

  private static String withSlash(String path) {
    return path.endsWith("/") ? path : path + "/";
  }

  private static String bucketOf(String path) {
    return path.substring(0, path.indexOf('/'));
  }

  /** What is read: all that begins with a bucket and a prefix. */
  private record Place(String path, S3Objects objects) {}
}
