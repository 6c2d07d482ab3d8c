package org.asyncjob.transcode.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds an ffmpeg, and its ffprobe, that work on this machine: the configured one, else one on the
 * PATH, else the one that comes along, which is unpacked once into a cache of the user's.
 *
 * <p>An ffmpeg works if it is version 5 or newer, encodes with libmp3lame, and its ffprobe starts;
 * this is tried. A configured one that does not work is an error; nothing else is looked for then.
 *
 * <p>An ffmpeg comes along for Linux on 64-bit x86 and ARM. For other platforms a jar of {@code
 * org.bytedeco:ffmpeg} has to be added to this module, with a list of what to take out of it: see
 * {@code EmbeddedFfmpeg}.
 *
 * <p>Safe for many threads. An application makes one and shares it: the machine is probed once.
 */
public final class FfmpegLocator {
  private static final String WAY_OUT =
      "install ffmpeg 5 or newer with libmp3lame (Debian, Ubuntu: apt-get install ffmpeg;"
          + " macOS: brew install ffmpeg), or name one in the configuration";

  private final Optional<Candidate> configured;
  private final SearchPath searchPath;
  private final Platform platform;
  private final EmbeddedSource embedded;
  private final FfmpegProbe probe;
  private @Nullable FfmpegChoice choice;

  private FfmpegLocator(Builder builder) {
    configured = Optional.ofNullable(builder.configured);
    searchPath = builder.searchPath;
    platform = builder.platform;
    probe = new FfmpegProbe(builder.probeLimit);
    embedded = new EmbeddedSource(platform, builder.cachePlaces, probe);
  }

  /** Returns a builder that, left as it is, looks on this process's PATH, then unpacks. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the ffmpeg to use. The first call tries what it finds, which takes tens of
   * milliseconds, or about a second if one has to be unpacked; later calls return the same at once.
   * A failure is not remembered.
   *
   * @throws FfmpegNotFoundException if there is none, or the configured one does not work, or the
   *     thread is interrupted (and then stays so)
   */
  public synchronized FfmpegChoice locate() {
    if (choice == null) {
      try {
        choice = restrained(configured.isPresent() ? configured(configured.get()) : found());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FfmpegNotFoundException("interrupted while looking for an ffmpeg", List.of());
      }
    }
    return choice;
  }

  private static FfmpegChoice restrained(FfmpegChoice found) throws InterruptedException {
    Launch launch = Launch.FREE.possible(new RestraintProbe(RestraintProbe.SHELL).probe());
    List<String> reasons = new ArrayList<>(found.reasons());
    reasons.add(launch.description());
    return new FfmpegChoice(found.tools().launched(launch), reasons);
  }

  private FfmpegChoice configured(Candidate candidate) throws InterruptedException {
    try {
      return new FfmpegChoice(
          probe.probe(candidate), List.of(chosen("the configured", candidate.ffmpeg())));
    } catch (UnusableFfmpegException e) {
      String reason =
          "the configured ffmpeg \"%s\" with ffprobe \"%s\" cannot be used: %s"
              .formatted(candidate.ffmpeg(), candidate.ffprobe(), e.getMessage());
      throw new FfmpegNotFoundException(
          reason + "; correct the configuration, or remove it to have one found", List.of(reason));
    }
  }

  private FfmpegChoice found() throws InterruptedException {
    List<String> reasons = new ArrayList<>();
    Optional<FfmpegTools> found = onPath(reasons);
    if (found.isPresent()) {
      reasons.add(chosen("the installed", found.get().ffmpeg()));
      return new FfmpegChoice(found.get(), reasons);
    }
    found = embedded.find(reasons);
    if (found.isPresent()) {
      reasons.add(chosen("the embedded", found.get().ffmpeg()));
      return new FfmpegChoice(found.get(), reasons);
    }
    throw new FfmpegNotFoundException(
        "no ffmpeg works on this machine: %s; %s".formatted(String.join("; ", reasons), WAY_OUT),
        reasons);
  }

  private Optional<FfmpegTools> onPath(List<String> reasons) throws InterruptedException {
    List<Path> programs = searchPath.find(platform.executable("ffmpeg"));
    if (programs.isEmpty()) {
      reasons.add("there is no ffmpeg on the PATH");
    }
    for (Path ffmpeg : programs) {
      try {
        return Optional.of(probe.probe(withFfprobe(ffmpeg)));
      } catch (UnusableFfmpegException e) {
        reasons.add("\"%s\" on the PATH is rejected: %s".formatted(ffmpeg, e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private Candidate withFfprobe(Path ffmpeg) throws UnusableFfmpegException {
    Optional<Path> ffprobe = searchPath.find(platform.executable("ffprobe"), ffmpeg);
    if (ffprobe.isEmpty()) {
      throw new UnusableFfmpegException("there is no ffprobe beside it, nor on the PATH");
    }
    return new Candidate(ffmpeg, ffprobe.get(), Map.of(), FfmpegOrigin.PATH);
  }

  private static String chosen(String which, Path ffmpeg) {
    return "%s ffmpeg is used: \"%s\"".formatted(which, ffmpeg);
  }

  /** Says where to look. Not safe for many threads. */
  public static final class Builder {
    private final Platform platform = Platform.ofThisMachine();
    private @Nullable Candidate configured;
    private SearchPath searchPath =
        new SearchPath(Objects.requireNonNullElse(System.getenv("PATH"), ""));
    private List<CachePlace> cachePlaces = CacheDirectories.ofThisProcess(platform).places();
    private Duration probeLimit = FfmpegProbe.USUAL_LIMIT;

    private Builder() {}

    /** Use this ffmpeg, and the ffprobe beside it, or fail. */
    public Builder configured(Path ffmpeg) {
      Path absolute = ffmpeg.toAbsolutePath();
      return configured(absolute, absolute.resolveSibling(platform.executable("ffprobe")));
    }

    /** Use these, or fail. */
    public Builder configured(Path ffmpeg, Path ffprobe) {
      configured =
          new Candidate(
              ffmpeg.toAbsolutePath(), ffprobe.toAbsolutePath(), Map.of(), FfmpegOrigin.CONFIGURED);
      return this;
    }

    /** Look for an installed one in these directories, separated as in the PATH variable. */
    public Builder searchPath(String directories) {
      searchPath = new SearchPath(directories);
      return this;
    }

    /**
     * Unpack the embedded one below this directory, and nowhere else, creating it if it is not
     * there. The usual one is {@code asyncjob} in the user's directory for caches, or where that
     * cannot be written to, a private one among the temporary files.
     */
    public Builder cacheDirectory(Path directory) {
      cachePlaces = List.of(() -> CacheDirectories.create(directory));
      return this;
    }

    Builder cacheDirectories(CacheDirectories directories) {
      cachePlaces = directories.places();
      return this;
    }

    Builder probeLimit(Duration limit) {
      probeLimit = limit;
      return this;
    }

    /** Builds the locator; nothing is looked for yet. */
    public FfmpegLocator build() {
      return new FfmpegLocator(this);
    }
  }
}
