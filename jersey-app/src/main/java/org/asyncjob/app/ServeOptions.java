package org.asyncjob.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * What can be configured, by flag, environment, system property or file, in this order: {@code
 * --data-dir}, {@code MP4TOMP3_DATA_DIR}, {@code -Dmp4tomp3.data-dir}, {@code data-dir} in the file
 * that {@code --config} names. A picocli mixin; not safe for many threads.
 */
public final class ServeOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A properties file with any of these settings, e.g. data-dir=/var/lib/mp4tomp3.")
  private @Nullable Path config;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; 0.0.0.0 for every interface. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where jobs, uploads and results are kept, for the next start, too; used by one server at"
              + " a time. Default: mp4tomp3 in the user's directory for state.")
  private @Nullable Path dataDirectory;

  @Mixin private final StorageOptions storage = new StorageOptions();

  @Mixin private final SourceOptions sources = new SourceOptions();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Conversions at once. Default: the number of processors.")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Conversions that may wait; more are refused with 503. Default: ${DEFAULT-VALUE}.")
  private int queue = 100;

  @Option(
      names = "--max-input-bytes",
      paramLabel = "N",
      defaultValue = "26214400",
      description =
          "The largest upload, above it 413, and the largest file that is fetched. Default:"
              + " ${DEFAULT-VALUE} (25 MiB).")
  private long maxInputBytes = 26_214_400;

  @Option(
      names = "--max-audio",
      paramLabel = "DURATION",
      defaultValue = "PT4H",
      description = "The longest audio that is converted. Default: ${DEFAULT-VALUE} (4 hours).")
  private Duration maxAudio = Duration.ofHours(4);

  @Option(
      names = "--retention",
      paramLabel = "DURATION",
      defaultValue = "PT24H",
      description = "How long results stay. Default: ${DEFAULT-VALUE} (24 hours).")
  private Duration retention = Duration.ofHours(24);

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "PT10S",
      description =
          "How long running conversions may go on after a signal to stop. Default:"
              + " ${DEFAULT-VALUE} (10 seconds).")
  private Duration grace = Duration.ofSeconds(10);

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description =
          "The address under which clients reach the service, e.g. https://example.org/audio/;"
              + " without it the answer goes by the request's Host.")
  private @Nullable URI publicUrl;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "A proxy whose Forwarded or X-Forwarded-* is believed: an address, or a range such as"
              + " 10.0.0.0/8; several with commas. Default: none.")
  private List<String> trustedProxies = List.of();

  @Option(
      names = "--submissions-per-minute",
      paramLabel = "N",
      defaultValue = "600",
      description =
          "What one caller may hand in, in a minute as well as at once; more is refused with 429,"
              + " 0 is no limit. Default: ${DEFAULT-VALUE}.")
  private int submissionsPerMinute = 600;

  @Option(
      names = "--polls-per-second",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How often one caller may ask how jobs stand, ten times that at once; more is refused"
              + " with 429, 0 is no limit. Default: ${DEFAULT-VALUE}.")
  private int pollsPerSecond = 100;

  @Option(
      names = "--ffmpeg",
      paramLabel = "FILE",
      description =
          "The ffmpeg to use, with ffprobe beside it. Default: a usable one on the PATH, else the"
              + " one that comes along.")
  private @Nullable Path ffmpeg;

  @Option(
      names = "--http-threads",
      paramLabel = "N",
      defaultValue = "64",
      description = "Requests that are served at once by Grizzly. Default: ${DEFAULT-VALUE}.")
  private int httpThreads = 64;

  /** Has the defaults; picocli fills in the rest. */
  public ServeOptions() {}

  /**
   * Returns the options that flags, environment, system properties and file give.
   *
   * @param flags e.g. {@code --port 0}; in a WAR there are none
   * @throws ParameterException if a setting is not known or has no valid value; the message says
   *     which
   */
  public static ServeOptions parse(String... flags) {
    ServeOptions options = new ServeOptions();
    CommandLine commandLine = new CommandLine(CommandSpec.create());
    commandLine.getCommandSpec().addMixin("settings", CommandSpec.forAnnotatedObject(options));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    Settings.provideDefaults(commandLine);
    commandLine.parseArgs(flags);
    return options;
  }

  /** The file with settings. */
  public Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  /** The address to listen on. */
  public String host() {
    return host;
  }

  /** The port to listen on, 0 for any free one. */
  public int port() {
    return port;
  }

  /** Where jobs, uploads and results are kept, unless {@link #storage} has other places. */
  public Path dataDirectory() {
    return dataDirectory == null ? StateDirectory.ofThisUser() : dataDirectory;
  }

  /** Where jobs and files are kept. */
  public StorageOptions storage() {
    return storage;
  }

  /** Which links are fetched. */
  public SourceOptions sources() {
    return sources;
  }

  /** How many conversions run at once. */
  public int workers() {
    return workers;
  }

  /** How many conversions may wait. */
  public int queue() {
    return queue;
  }

  /** The largest upload in bytes. */
  public long maxInputBytes() {
    return maxInputBytes;
  }

  /** The longest audio that is converted. */
  public Duration maxAudio() {
    return maxAudio;
  }

  /** How long results stay. */
  public Duration retention() {
    return retention;
  }

  /** How long running conversions may go on after a signal to stop. */
  public Duration grace() {
    return grace;
  }

  /** The address under which clients reach the service. */
  public Optional<URI> publicUrl() {
    return Optional.ofNullable(publicUrl);
  }

  /** The addresses, or ranges of them, of the proxies that are believed. */
  public List<String> trustedProxies() {
    return List.copyOf(trustedProxies);
  }

  /** What one caller may hand in per minute, 0 for no limit. */
  public int submissionsPerMinute() {
    return submissionsPerMinute;
  }

  /** How often one caller may ask how jobs stand per second, 0 for no limit. */
  public int pollsPerSecond() {
    return pollsPerSecond;
  }

  /** The ffmpeg to use. */
  public Optional<Path> ffmpeg() {
    return Optional.ofNullable(ffmpeg);
  }

  /** How many requests Grizzly serves at once. */
  public int httpThreads() {
    return httpThreads;
  }
}
