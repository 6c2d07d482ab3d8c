package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gets the embedded ffmpeg to run, in the first place where that is possible. */
final class EmbeddedSource {
  private final Platform platform;
  private final List<CachePlace> places;
  private final FfmpegProbe probe;

  EmbeddedSource(Platform platform, List<CachePlace> places, FfmpegProbe probe) {
    this.platform = platform;
    this.places = List.copyOf(places);
    this.probe = probe;
  }

  /** Adds to the reasons why it, or a place for it, cannot be used. */
  Optional<FfmpegTools> find(List<String> reasons) throws InterruptedException {
    Optional<EmbeddedFfmpeg> embedded = forThisPlatform(reasons);
    if (embedded.isEmpty()) {
      return Optional.empty();
    }
    for (CachePlace place : places) {
      try {
        Path directory = place.create().toAbsolutePath();
        return Optional.of(tried(embedded.get().in(directory)));
      } catch (IOException e) {
        reasons.add("the embedded ffmpeg cannot be unpacked: " + text(e));
      } catch (UnusableFfmpegException e) {
        reasons.add(
            "the embedded ffmpeg %s does not run here: %s"
                .formatted(embedded.get().version(), e.getMessage()));
        return Optional.empty(); // it would not elsewhere either
      }
    }
    return Optional.empty();
  }

  private FfmpegTools tried(UnpackedFfmpeg unpacked)
      throws IOException, UnusableFfmpegException, InterruptedException {
    Candidate candidate = unpacked.candidate();
    try {
      return probe.probe(candidate);
    } catch (UnusableFfmpegException e) {
      if (unpacked.repair()) {
        return probe.probe(candidate);
      }
      throw e;
    }
  }

  private Optional<EmbeddedFfmpeg> forThisPlatform(List<String> reasons) {
    try {
      Optional<EmbeddedFfmpeg> embedded = EmbeddedFfmpeg.of(platform);
      if (embedded.isEmpty()) {
        reasons.add("no ffmpeg comes along for %s".formatted(platform.classifier()));
      }
      return embedded;
    } catch (IOException e) {
      reasons.add("the list of what the embedded ffmpeg consists of cannot be read: " + text(e));
      return Optional.empty();
    }
  }

  /** Returns the message with its kind, which often says more: AccessDenied, say. */
  private static String text(IOException e) {
    return e.getClass() == IOException.class
        ? String.valueOf(e.getMessage())
        : "%s (%s)".formatted(e.getMessage(), e.getClass().getSimpleName());
  }
}
