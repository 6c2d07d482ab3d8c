package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the WARs, and what is not. */
class WarsIT {

  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String CLASSES = "WEB-INF/classes/org/asyncjob/app/";
  private static final List<String> OURS =
      List.of(
          "HikariCP",
          "annotations",
          "async-job-core",
          "async-job-jdbc",
          "async-job-s3",
          "bucket4j_jdk17-core",
          "checker-qual",
          "commons-io",
          "commons-lang3",
          "db-scheduler",
          "error_prone_annotations",
          "failureaccess",
          "ffmpeg",
          "ffmpeg",
          "ffmpeg",
          "flyway-core",
          "flyway-database-cockroachdb",
          "flyway-database-postgresql",
          "gson",
          "guava",
          "ipaddress",
          "j2objc-annotations",
          "jackson-annotations",
          "jackson-core",
          "jackson-databind",
          "kotlin-stdlib",
          "listenablefuture",
          "modelmapper",
          "okhttp-jvm",
          "okio-jvm",
          "picocli",
          "postgresql",
          "slf4j-api",
          "sqlite-jdbc",
          "transcode-mp3");

  /** Amazon's client for S3, in as many parts. */
  private static final List<String> OF_S3 =
      List.of(
          "annotations",
          "arns",
          "auth",
          "aws-core",
          "aws-query-protocol",
          "aws-xml-protocol",
          "checksums",
          "checksums-spi",
          "crt-core",
          "endpoints-spi",
          "eventstream",
          "http-auth",
          "http-auth-aws",
          "http-auth-aws-eventstream",
          "http-auth-spi",
          "http-client-spi",
          "identity-spi",
          "json-utils",
          "metrics-spi",
          "profiles",
          "protocol-core",
          "reactive-streams",
          "regions",
          "retries",
          "retries-spi",
          "s3",
          "sdk-core",
          "third-party-jackson-core",
          "url-connection-client",
          "utils",
          "utils-lite");

  @Test
  void theThinOneHasNothingThatTheServerHas() throws IOException {
    assertThat(libraries("war.thin"))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(OURS.stream(), OF_S3.stream()).toList());
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
