package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ffmpeg that comes along in a jar of {@code org.bytedeco:ffmpeg} (the LGPL builds).
 *
 * <p>To bring one along for another platform, add the dependency with that platform's classifier
 * (e.g. {@code macosx-arm64}) and, beside the other ones, a resource {@code
 * embedded-<classifier>.txt} that names the executables and the libraries they need, which is all
 * in the jar but what begins with {@code jni} or {@code libjni}. {@code EmbeddedManifestTest}
 * prints the lines when the two do not match, after an update too.
 */
final class EmbeddedFfmpeg {
  private final Platform platform;
  private final EmbeddedManifest manifest;

  private EmbeddedFfmpeg(Platform platform, EmbeddedManifest manifest) {
    this.platform = platform;
    this.manifest = manifest;
  }

  /** Returns empty if none comes along for this platform. */
  static Optional<EmbeddedFfmpeg> of(Platform platform) throws IOException {
    return EmbeddedManifest.of(platform).map(manifest -> new EmbeddedFfmpeg(platform, manifest));
  }

  String version() {
    return manifest.version();
  }

  /** Opens a file of the jar, as the manifest names it. */
  InputStream open(String name) throws IOException {
    String resource = "/org/bytedeco/ffmpeg/%s/%s".formatted(platform.classifier(), name);
    InputStream stream = EmbeddedFfmpeg.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException(
          "\"%s\" is not on the class path: org.bytedeco:ffmpeg:%s:%s is missing"
              .formatted(resource, manifest.version(), platform.classifier()));
    }
    return stream;
  }

  /** Returns a place for this ffmpeg in a directory that may hold other versions as well. */
  UnpackedFfmpeg in(Path cacheDirectory) {
    return new UnpackedFfmpeg(
        cacheDirectory, "ffmpeg-%s-%s".formatted(manifest.version(), platform.classifier()), this);
  }

  EmbeddedManifest manifest() {
    return manifest;
  }

  byte[] bytes(StubLibrary stub) {
    return stub.bytes(platform.processor());
  }

  boolean isProgram(String name) {
    return name.equals(platform.executable("ffmpeg"))
        || name.equals(platform.executable("ffprobe"));
  }

  /** Returns what was unpacked there, ready to be tried. */
  Candidate candidate(Path directory, Path stubs) throws IOException {
    if (!directory.toString().matches("[^:;$]*")) {
      throw new IOException(
          "\"%s\" has one of : ; $ in it, which the system's loader cannot express"
              .formatted(directory));
    }
    Path ffmpeg = directory.resolve(platform.executable("ffmpeg"));
    if (!Files.isExecutable(ffmpeg)) {
      throw new IOException(
          "programs cannot be run from %s; is it mounted with noexec?".formatted(directory));
    }
    Path ffprobe = directory.resolve(platform.executable("ffprobe"));
    return new Candidate(
        ffmpeg,
        ffprobe,
        platform.loaderEnvironment(List.of(directory, stubs)),
        FfmpegOrigin.EMBEDDED);
  }
}
