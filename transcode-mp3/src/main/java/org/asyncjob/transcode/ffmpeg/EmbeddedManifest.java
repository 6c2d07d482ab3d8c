package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is taken out of a platform's jar of {@code org.bytedeco:ffmpeg}, byte for byte.
 *
 * @param version the jar's
 * @param files the executables, and the libraries that they need
 * @param stubs libraries that they ask for and the jar does not hold
 */
record EmbeddedManifest(String version, List<Entry> files, List<StubLibrary> stubs) {
  /** A file as it must be once it is unpacked. */
  record Entry(String sha256, long size, String name) {}

  /** Returns empty if there is no manifest for this platform. */
  static Optional<EmbeddedManifest> of(Platform platform) throws IOException {
    String resource = "embedded-%s.txt".formatted(platform.classifier());
    try (InputStream stream = EmbeddedManifest.class.getResourceAsStream(resource)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  static EmbeddedManifest parse(String text) {
    String version = "";
    List<Entry> files = new ArrayList<>();
    List<StubLibrary> stubs = new ArrayList<>();
    for (String line : text.lines().filter(it -> !it.startsWith("#")).toList()) {
      List<String> words = List.of(line.split(" ", -1));
      switch (words.get(0)) {
        case "version" -> version = words.get(1);
        case "file" ->
            files.add(new Entry(words.get(1), Long.parseLong(words.get(2)), words.get(3)));
        case "stub" -> stubs.add(new StubLibrary(words.get(1), words.subList(2, words.size())));
        default -> throw new IllegalArgumentException("not a line of a manifest: " + line);
      }
    }
    return new EmbeddedManifest(version, List.copyOf(files), List.copyOf(stubs));
  }
}
