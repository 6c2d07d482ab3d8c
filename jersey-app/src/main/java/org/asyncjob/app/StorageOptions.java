package org.asyncjob.app;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where jobs and files are kept: a part of {@link ServeOptions}. Not safe for many threads. */
public final class StorageOptions {

  @Option(
      names = "--store",
      paramLabel = "STORE",
      defaultValue = "sqlite",
      description =
          "Where jobs are remembered: sqlite, in the data directory; postgres, which several servers"
              + " can share; or memory, until this process ends. Default: ${DEFAULT-VALUE}.")
  private StoreKind store = StoreKind.SQLITE;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description = "The PostgreSQL, e.g. jdbc:postgresql://db.example.org/mp4tomp3.")
  private @Nullable String databaseUrl;

  @Option(names = "--database-user", paramLabel = "NAME", description = "Who signs in there.")
  private @Nullable String databaseUser;

  @Option(
      names = "--database-password",
      paramLabel = "PASSWORD",
      description =
          "With which password; better in the environment (MP4TOMP3_DATABASE_PASSWORD) or the file"
              + " of --config, where other users of this machine cannot see it.")
  private @Nullable String databasePassword;

  @Option(
      names = "--datasource",
      paramLabel = "NAME",
      description =
          "In a server that has one: the JNDI name of a DataSource, e.g. java:comp/env/jdbc/jobs,"
              + " instead of --database-url.")
  private @Nullable String dataSource;

  @Option(
      names = "--blobs",
      paramLabel = "DIR|URL",
      description =
          "Where uploads and results are kept, if not in the data directory: a directory that"
              + " several servers may share, or s3://bucket/prefix.")
  private @Nullable String blobs;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description =
          "Where the bucket is, if not at Amazon, e.g. https://minio.example.org:9000. Credentials"
              + " are taken from where every AWS program takes them, e.g. AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY.")
  private @Nullable URI s3Endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "NAME",
      description = "The region of the bucket. Default: AWS_REGION.")
  private @Nullable String s3Region;

  @Option(
      names = "--direct-results",
      paramLabel = "DURATION",
      description =
          "Has clients fetch results from the bucket itself, at addresses that are good for so long,"
              + " e.g. PT10M; 1 second to 7 days. Default: they come through this server.")
  private @Nullable Duration directResults;

  @Option(
      names = "--direct-uploads",
      paramLabel = "DURATION",
      description =
          "Lets clients upload files to the bucket itself, at addresses where an upload can begin for"
              + " so long, e.g. PT15M; 1 second to 12 hours. Default: files come through this"
              + " server.")
  private @Nullable Duration directUploads;

  @Option(
      names = "--s3-public-endpoint",
      paramLabel = "URL",
      description =
          "Where clients reach the bucket for --direct-results and --direct-uploads, if not at the"
              + " endpoint that this server uses.")
  private @Nullable URI s3PublicEndpoint;

  @Option(
      names = "--disk-quota",
      paramLabel = "BYTES",
      description =
          "How many bytes uploads and results may take together in a directory; more are refused"
              + " with 507. Default: what the disk has, except for a reserve.")
  private @Nullable Long diskQuota;

  /** Has the defaults; picocli fills in the rest. */
  public StorageOptions() {}

  /** Where jobs are remembered. */
  StoreKind store() {
    return store;
  }

  /** The database, if it is reached by an address. */
  Optional<String> databaseUrl() {
    return Optional.ofNullable(databaseUrl);
  }

  /** Who signs in at the database. */
  Optional<String> databaseUser() {
    return Optional.ofNullable(databaseUser);
  }

  /** With which password. */
  Optional<String> databasePassword() {
    return Optional.ofNullable(databasePassword);
  }

  /** The JNDI name of the database, if the server has it. */
  Optional<String> dataSource() {
    return Optional.ofNullable(dataSource);
  }

  /** A directory or an S3 address. */
  Optional<String> blobs() {
    return Optional.ofNullable(blobs);
  }

  /** Where the bucket is. */
  Optional<URI> s3Endpoint() {
    return Optional.ofNullable(s3Endpoint);
  }

  /** The region of the bucket. */
  Optional<String> s3Region() {
    return Optional.ofNullable(s3Region);
  }

  /** How long addresses in the bucket are good for; nothing if none are given out. */
  Optional<Duration> directResults() {
    return Optional.ofNullable(directResults);
  }

  /** How long uploads to the bucket may begin; nothing if there are none. */
  Optional<Duration> directUploads() {
    return Optional.ofNullable(directUploads);
  }

  /** Where clients reach the bucket. */
  Optional<URI> s3PublicEndpoint() {
    return Optional.ofNullable(s3PublicEndpoint);
  }

  /** How many bytes uploads and results may take. */
  OptionalLong diskQuota() {
    return diskQuota == null ? OptionalLong.empty() : OptionalLong.of(diskQuota);
  }
}
