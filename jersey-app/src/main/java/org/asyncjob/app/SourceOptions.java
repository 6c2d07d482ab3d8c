package org.asyncjob.app;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Which links are fetched: a part of {@link ServeOptions}. Not safe for many threads. */
public final class SourceOptions {

  @Option(
      names = "--sources",
      paramLabel = "WHICH",
      defaultValue = "public",
      description =
          "Which links (\"source\") are fetched: public, those to public addresses and what"
              + " --allow-source names; listed, only what that names; or none. Default:"
              + " ${DEFAULT-VALUE}.")
  private SourceReach reach = SourceReach.PUBLIC;

  @Option(
      names = "--allow-source",
      paramLabel = "HOST|NETWORK",
      split = ",",
      description =
          "Where links may lead although it is not public, on any port: media.example.org,"
              + " *.example.org, 10.1.0.0/16; several with commas. Default: none.")
  private List<String> allowed = List.of();

  @Option(
      names = "--deny-source",
      paramLabel = "HOST|NETWORK",
      split = ",",
      description =
          "Where links must not lead, in the same forms; wins over all else. Default: none.")
  private List<String> denied = List.of();

  @Option(
      names = "--source-bucket",
      paramLabel = "BUCKET[/PREFIX]",
      split = ",",
      description =
          "Buckets of which objects are fetched by links s3://bucket/key, with the credentials of"
              + " this server and at --s3-endpoint: whoever may submit can read what is in them."
              + " Several with commas. Default: none.")
  private List<String> buckets = List.of();

  @Option(
      names = "--source-timeout",
      paramLabel = "DURATION",
      defaultValue = "PT10M",
      description =
          "How long fetching a file by its link may take in all. Default: ${DEFAULT-VALUE} (10"
              + " minutes).")
  private Duration timeout = Duration.ofMinutes(10);

  /** Has the defaults; picocli fills in the rest. */
  public SourceOptions() {}

  /** Which links are fetched. */
  public SourceReach reach() {
    return reach;
  }

  /** The hosts and networks to which links may lead although they are not public. */
  public List<String> allowed() {
    return List.copyOf(allowed);
  }

  /** The hosts and networks to which links must not lead. */
  public List<String> denied() {
    return List.copyOf(denied);
  }

  /** The buckets, each with a prefix or without, of which objects are fetched. */
  public List<String> buckets() {
    return List.copyOf(buckets);
  }

  /** How long fetching a file may take. */
  public Duration timeout() {
    return timeout;
  }
}
