package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the WARs, and what is not. */
class WarsIT {

  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String CLASSES = "WEB-INF/classes/org/asyncjob/app/";
  private static final List<String> OURS =
      List.of(
          "async-job-core",
          "bucket4j_jdk17-core",
          "commons-io",
          "commons-lang3",
          "error_prone_annotations",
          "failureaccess",
          "ffmpeg",
          "ffmpeg",
          "ffmpeg",
          "gson",
          "guava",
          "j2objc-annotations",
          "jackson-annotations",
          "jackson-core",
          "jackson-databind",
          "listenablefuture",
          "modelmapper",
          "picocli",
          "slf4j-api",
          "transcode-mp3");

  @Test
  void theThinOneHasNothingThatTheServerHas() throws IOException {
    assertThat(libraries("war.thin")).containsExactlyInAnyOrderElementsOf(OURS);
  }

  @Test
  void theOtherOneHasJerseyBesides() throws IOException {
    assertThat(libraries("war.jersey"))
        .containsAll(OURS)
        .contains(
            "jersey-server",
            "jersey-container-servlet",
            "jersey-hk2",
            "jersey-media-multipart",
            "jersey-media-sse")
        .contains("jakarta.ws.rs-api", "slf4j-jdk14")
        .doesNotContain("jakarta.servlet-api");
  }

  @Test
  void neitherHasWhatIsOfGrizzly() throws IOException {
    for (String war : List.of("war.thin", "war.jersey")) {
      assertThat(entries(war))
          .contains(CLASSES + "Mp4ToMp3Application.class", CLASSES + "Mp4ToMp3Lifecycle.class")
          .contains(CLASSES + "page/index.html", "WEB-INF/web.xml")
          .noneMatch(entry -> entry.contains("grizzly"))
          .noneMatch(entry -> entry.matches(".*/(Main|Mp4ToMp3Server|DeclinedUpgrades.*)\\.class"));
    }
  }

  /** Without version and classifier. */
  private static List<String> libraries(String war) throws IOException {
    return entries(war).stream()
        .filter(entry -> entry.startsWith(LIBRARIES) && entry.endsWith(".jar"))
        .map(entry -> entry.substring(LIBRARIES.length()).replaceFirst("-\\d.*", ""))
        .toList();
  }

  private static List<String> entries(String war) throws IOException {
    try (ZipFile zip = new ZipFile(System.getProperty(war))) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }
}
