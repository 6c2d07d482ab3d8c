package org.asyncjob.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Settings of an {@link S3BlobStore} with a client of its own, which is made for any S3-compatible
 * store: it sends nothing that only Amazon's understands. Not safe for many threads.
 *
 * <p>Credentials and region that are not set are looked for where every AWS program looks: in
 * {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, in {@code ~/.aws}, and at the
 * machine or container.
 *
 * <p>A request that gets no answer is sent again, three times in all. It may take 10 seconds to
 * connect, 30 between two bytes of an answer, and 5 minutes in all.
 */
public final class S3Connection {

  private static final Pattern LOCATION = Pattern.compile("s3://([^/?#]+)(?:/([^?#]*))?");
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration ATTEMPT = Duration.ofMinutes(2);
  private static final Duration CALL = Duration.ofMinutes(5);

  private final String bucket;
  private final String prefix;
  private @Nullable URI endpoint;
  private @Nullable URI linkEndpoint;
  private @Nullable String region;
  private @Nullable AwsCredentialsProvider credentials;
  private boolean pathStyle;
  private boolean links;
  private @Nullable Boolean uploadChecksums;
  private int partSize = S3BlobStore.DEFAULT_PART_SIZE;

  S3Connection(URI location) {
    Matcher matcher = LOCATION.matcher(location.toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + location + "\" is not of the form s3://bucket or s3://bucket/prefix");
    }
    bucket = matcher.group(1);
    prefix = Optional.ofNullable(matcher.group(2)).orElse("");
  }

  /**
   * Sets where the store is, e.g. {@code https://minio.example.org:9000}; that of the region at
   * Amazon by default.
   *
   * @throws IllegalArgumentException if it is not absolute with the scheme http or https
   */
  public S3Connection endpoint(URI endpoint) {
    this.endpoint = checked(endpoint);
    return this;
  }

  /** Sets the region of the bucket, e.g. {@code eu-central-1}; most other stores take any. */
  public S3Connection region(String region) {
    this.region = region;
    return this;
  }

  /**
   * Puts the name of the bucket into the path of URLs instead of their host, which stores without a
   * host name for each bucket need.
   */
  public S3Connection pathStyle(boolean pathStyle) {
    this.pathStyle = pathStyle;
    return this;
  }

  /** Sets the credentials; otherwise they are looked for as the class says. */
  public S3Connection credentials(String accessKeyId, String secretAccessKey) {
    this.credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey));
    return this;
  }

  /** Has the store hand out presigned URLs, for reading and for uploads; none by default. */
  public S3Connection links(boolean links) {
    this.links = links;
    return this;
  }

  /**
   * Sets where clients reach the store, if that is not the endpoint, and turns links on.
   *
   * @throws IllegalArgumentException if it is not absolute with the scheme http or https
   */
  public S3Connection linkEndpoint(URI linkEndpoint) {
    this.linkEndpoint = checked(linkEndpoint);
    this.links = true;
    return this;
  }

  /**
   * Sets whether the store knows SHA-256 ({@link S3BlobStore.Builder#uploadChecksums}); Amazon's
   * does by default, and those at an {@link #endpoint} do not.
   */
  public S3Connection uploadChecksums(boolean uploadChecksums) {
    this.uploadChecksums = uploadChecksums;
    return this;
  }

  /**
   * Sets how many bytes a part has: {@link S3BlobStore.Builder#partSize}.
   *
   * @param bytes 5 MiB or more; checked by {@link #open}
   */
  public S3Connection partSize(int bytes) {
    this.partSize = bytes;
    return this;
  }

  /**
   * Makes the client and asks for the bucket. {@link S3BlobStore#close} closes what this has made.
   *
   * @throws IOException if the bucket is not there, or does not answer to these credentials, or
   *     region or credentials were neither set nor found; it says what to do
   */
  public S3BlobStore open() throws IOException {
    Region where = Region.of(regionName());
    AwsCredentialsProvider who =
        credentials == null ? DefaultCredentialsProvider.builder().build() : credentials;
    boolean knowsSha256 = uploadChecksums == null ? endpoint == null : uploadChecksums;
    List<Runnable> endings = new ArrayList<>();
    try {
      S3Client client = client(where, who);
      endings.add(client::close);
      S3BlobStore.Builder builder =
          S3BlobStore.builder(client, bucket)
              .prefix(prefix)
              .partSize(partSize)
              .uploadChecksums(knowsSha256);
      if (links) {
        S3Presigner presigner = presigner(where, who);
        endings.add(presigner::close);
        builder.presigner(presigner);
      }
      S3BlobStore store = builder.closing(() -> endings.forEach(Runnable::run)).build();
      store.check();
      return store;
    } catch (IOException | RuntimeException e) {
      endings.forEach(Runnable::run);
      throw e;
    }
  }

  /**
   * Gives addresses of objects instead of keeping blobs. The bucket is not asked for: a wrong
   * setting is seen when an address is used.
   *
   * @throws IOException if the region was neither set nor found; it says what to do
   */
  public S3Objects objects() throws IOException {
    Region where = Region.of(regionName());
    AwsCredentialsProvider who =
        credentials == null ? DefaultCredentialsProvider.builder().build() : credentials;
    return new S3Objects(presigner(where, who), bucket, prefix);
  }

  private String regionName() throws IOException {
    if (region != null) {
      return region;
    }
    try {
      return regions().getRegion().id();
    } catch (SdkException e) {
      if (endpoint != null) {
        return Region.US_EAST_1.id(); // What stores that have no regions take.
      }
      throw new IOException(
          "no region for bucket \"" + bucket + "\": set one, e.g. eu-central-1, or AWS_REGION", e);
    }
  }

  /** With an endpoint, the machine is not asked: it would be in vain, and for seconds. */
  private AwsRegionProvider regions() {
    return endpoint == null
        ? DefaultAwsRegionProviderChain.builder().build()
        : new AwsRegionProviderChain(
            new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
  }

  private S3Client client(Region where, AwsCredentialsProvider who) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(where)
            .credentialsProvider(who)
            .forcePathStyle(pathStyle)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE))
            .overrideConfiguration(
                settings ->
                    settings
                        .retryStrategy(RetryMode.STANDARD)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private S3Presigner presigner(Region where, AwsCredentialsProvider who) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(where)
            .credentialsProvider(who)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(pathStyle).build());
    URI address = linkEndpoint == null ? endpoint : linkEndpoint;
    if (address != null) {
      builder.endpointOverride(address);
    }
    return builder.build();
  }

  private static URI checked(URI endpoint) {
    String scheme = endpoint.getScheme();
    if (endpoint.getHost() == null
        || (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme))) {
      throw new IllegalArgumentException(
          "endpoint \"" + endpoint + "\" is not a URL such as https://minio.example.org:9000");
    }
    return endpoint;
  }
}
