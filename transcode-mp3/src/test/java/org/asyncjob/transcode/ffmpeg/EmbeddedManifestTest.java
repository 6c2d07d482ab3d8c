package org.asyncjob.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedManifestTest {
  @ParameterizedTest
  @ValueSource(strings = {"amd64", "aarch64"})
  void namesAllThatTheJarHoldsButTheBridgesToJava(String processor) throws Exception {
    Platform platform = Platform.of("Linux", processor);

    EmbeddedManifest manifest = EmbeddedManifest.of(platform).orElseThrow();

    assertThat(manifest.files().stream().map(EmbeddedManifestTest::line))
        .as("the manifest's lines that begin with \"file\" should be these")
        .containsExactlyElementsOf(linesOf("org/bytedeco/ffmpeg/" + platform.classifier() + "/"));
    assertThat(manifest.version()).isEqualTo(versionOfTheJar());
  }

  @Test
  void thereIsNoneForAPlatformThatNothingComesAlongFor() throws Exception {
    assertThat(EmbeddedManifest.of(Platform.of("SunOS", "sparcv9"))).isEmpty();
  }

  @Test
  void aLineThatNobodyUnderstandsIsNotSkipped() {
    assertThatThrownBy(() -> EmbeddedManifest.parse("version 1\nfiel 0 0 ffmpeg"))
        .hasMessageContaining("fiel 0 0 ffmpeg");
  }

  private static String line(EmbeddedManifest.Entry entry) {
    return "file %s %d %s".formatted(entry.sha256(), entry.size(), entry.name());
  }

  private static List<String> linesOf(String directory) throws Exception {
    URL program = EmbeddedManifestTest.class.getResource("/" + directory + "ffmpeg");
    assertThat(program).isNotNull();
    List<String> lines = new ArrayList<>();
    JarFile jar = ((JarURLConnection) program.openConnection()).getJarFile();
    for (ZipEntry entry : jar.stream().toList()) {
      String name = entry.getName();
      String file = name.substring(name.lastIndexOf('/') + 1);
      if (name.startsWith(directory)
          && !file.isEmpty()
          && !file.startsWith("libjni")
          && !file.endsWith(".class")) {
        lines.add("file %s %d %s".formatted(sha256(jar, entry), entry.getSize(), file));
      }
    }
    lines.sort((a, b) -> nameIn(a).compareTo(nameIn(b)));
    return lines;
  }

  private static String nameIn(String line) {
    return line.substring(line.lastIndexOf(' '));
  }

  private static String versionOfTheJar() throws IOException {
    try (InputStream properties =
        EmbeddedManifestTest.class.getResourceAsStream(
            "/META-INF/maven/org.bytedeco/ffmpeg/pom.properties")) {
      java.util.Properties loaded = new java.util.Properties();
      loaded.load(properties);
      return loaded.getProperty("version");
    }
  }

  private static String sha256(JarFile jar, ZipEntry entry) throws Exception {
    try (InputStream content = jar.getInputStream(entry)) {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content.readAllBytes()));
    }
  }
}
