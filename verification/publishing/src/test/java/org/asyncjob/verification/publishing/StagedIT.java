package org.asyncjob.verification.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What a release would upload has all that Maven Central demands, and no more than is needed. */
class StagedIT {

  private static final String VERSION = System.getProperty("published.version");
  private static final LocalDateTime TIMESTAMP =
      LocalDateTime.ofInstant(
          Instant.parse(System.getProperty("output.timestamp")), ZoneOffset.UTC);
  private static final Map<Artifact, List<String>> DEPENDENCIES =
      Map.of(
          Artifact.CORE,
          List.of(
              "jakarta.ws.rs:jakarta.ws.rs-api:provided",
              "com.fasterxml.jackson.core:jackson-databind:compile",
              "com.fasterxml.jackson.core:jackson-core:compile",
              "org.slf4j:slf4j-api:compile",
              "org.jspecify:jspecify:provided"),
          Artifact.TESTKIT,
          List.of(
              "org.asyncjob:async-job-core:compile",
              "org.junit.jupiter:junit-jupiter-api:compile",
              "org.junit.jupiter:junit-jupiter-params:compile",
              "org.assertj:assertj-core:compile",
              "org.jspecify:jspecify:provided"),
          Artifact.JDBC,
          List.of(
              "org.asyncjob:async-job-core:compile",
              "com.fasterxml.jackson.core:jackson-core:compile",
              "com.fasterxml.jackson.core:jackson-databind:compile",
              "com.github.kagkarlsson:db-scheduler:compile",
              "org.flywaydb:flyway-core:compile",
              "org.flywaydb:flyway-database-postgresql:compile",
              "org.slf4j:slf4j-api:compile",
              "org.postgresql:postgresql:compile",
              "org.xerial:sqlite-jdbc:compile",
              "org.jspecify:jspecify:provided"),
          Artifact.CLIENT,
          List.of(
              "com.fasterxml.jackson.core:jackson-core:compile",
              "com.fasterxml.jackson.core:jackson-databind:compile",
              "com.squareup.okhttp3:okhttp-jvm:compile",
              "com.squareup.okio:okio-jvm:compile",
              "dev.failsafe:failsafe:compile",
              "org.jspecify:jspecify:provided"),
          Artifact.S3,
          List.of(
              "org.asyncjob:async-job-core:compile",
              "software.amazon.awssdk:s3:compile",
              "software.amazon.awssdk:auth:compile",
              "software.amazon.awssdk:aws-core:compile",
              "software.amazon.awssdk:http-client-spi:compile",
              "software.amazon.awssdk:regions:compile",
              "software.amazon.awssdk:sdk-core:compile",
              "software.amazon.awssdk:url-connection-client:compile",
              "org.slf4j:slf4j-api:compile",
              "org.jspecify:jspecify:provided"));

  @ParameterizedTest
  @EnumSource
  void thePomSaysWhatMavenCentralDemands(Artifact artifact) throws Exception {
    Document pom = pom(artifact);

    for (String element :
        List.of(
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url")) {
      assertThat(text(pom, "/project/" + element)).as(element).isNotBlank();
    }
    assertThat(text(pom, "/project/artifactId")).isEqualTo(artifact.id());
    assertThat(text(pom, "/project/url")).doesNotEndWith(artifact.id());
  }

  @ParameterizedTest
  @EnumSource
  void thePomNeedsNoOtherPomAndNamesWhatConsumersGet(Artifact artifact) throws Exception {
    Document pom = pom(artifact);

    assertThat(nodes(pom, "/project/parent").getLength()).isZero();
    assertThat(nodes(pom, "/project/dependencyManagement").getLength()).isZero();
    assertThat(dependencies(pom))
        .containsExactlyInAnyOrderElementsOf(DEPENDENCIES.getOrDefault(artifact, List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void theModuleHasItsNameAndExportsAllPackagesThatHavePublicTypes(Artifact artifact)
      throws Exception {
    ModuleDescriptor module = Artifact.module(artifact.staged(VERSION, ".jar"));

    assertThat(module.name()).isEqualTo(artifact.id().replace("async-job-", "org.asyncjob."));
    assertThat(module.isAutomatic()).isFalse();
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(module.packages());
  }

  @ParameterizedTest
  @EnumSource
  void theSourcesAreAllThere(Artifact artifact) throws Exception {
    List<String> names =
        artifact.sourceFiles().stream()
            .map(file -> artifact.sources().relativize(file).toString().replace('\\', '/'))
            .toList();

    assertThat(entries(artifact.staged(VERSION, "-sources.jar"))).containsAll(names);
  }

  @ParameterizedTest
  @EnumSource
  void everyPublicTypeHasItsPage(Artifact artifact) throws Exception {
    String root = artifact.module().name() + "/";
    List<String> pages =
        artifact.publicTypes().stream()
            .map(type -> root + type.getName().replace('.', '/').replace('$', '.') + ".html")
            .toList();

    assertThat(pages).isNotEmpty();
    assertThat(entries(artifact.staged(VERSION, "-javadoc.jar")))
        .contains("index.html")
        .containsAll(pages);
  }

  static Stream<Path> jars() {
    Stream.Builder<Path> jars = Stream.builder();
    for (Artifact artifact : Artifact.values()) {
      for (String end : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
        jars.add(artifact.staged(VERSION, end));
      }
    }
    return jars.build();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void noJarSaysWhenItWasBuilt(Path jar) throws Exception {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        assertThat(entry.getTimeLocal()).as(entry.getName()).isEqualTo(TIMESTAMP);
        if (entry.getName().endsWith(".html")) {
          assertThat(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
              .as(entry.getName())
              .doesNotContainPattern("Generated by javadoc [^>]* on |dc.created");
        }
      }
    }
  }

  @Test
  void everyArtifactIsCovered() {
    assertThat(DEPENDENCIES).containsOnlyKeys(Artifact.values());
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().<String>map(ZipEntry::getName).toList();
    }
  }

  private static Document pom(Artifact artifact) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(artifact.staged(VERSION, ".pom").toFile());
  }

  private static List<String> dependencies(Document pom) throws Exception {
    NodeList found = nodes(pom, "/project/dependencies/dependency");
    return java.util.stream.IntStream.rangeClosed(1, found.getLength())
        .mapToObj(i -> "/project/dependencies/dependency[" + i + "]/")
        .map(path -> text(pom, path + "groupId", path + "artifactId", path + "scope"))
        .toList();
  }

  private static String text(Document pom, String... paths) {
    return Stream.of(paths)
        .map(path -> evaluated(pom, path))
        .reduce((one, other) -> one + ":" + other)
        .orElseThrow();
  }

  private static String evaluated(Document pom, String path) {
    try {
      return xpath().evaluate(path, pom);
    } catch (javax.xml.xpath.XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  private static NodeList nodes(Document pom, String path) throws Exception {
    return (NodeList) xpath().evaluate(path, pom, XPathConstants.NODESET);
  }

  private static XPath xpath() {
    return XPathFactory.newDefaultInstance().newXPath();
  }
}
