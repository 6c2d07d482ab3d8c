package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of the places for jobs and files that cannot be used are said with the way out. */
class StorageSettingsTest {

  private static final String SECRET = "mellon-1954";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --database-url jdbc:postgresql://127.0.0.1/jobs    | --store postgres
          --store postgres                                   | --database-url
          --store postgres --database-url a --datasource b   | needs either
          --store postgres --database-url jdbc:mysql://a/b   | jdbc:postgresql:
          --store postgres --datasource java:comp/env/jobs   | --datasource
          --s3-region eu-central-1                           | --blobs s3://bucket
          --blobs s3://bucket --disk-quota 1000000           | --disk-quota
          --blobs s3:///                                     | s3://bucket
          --source-bucket s3://bucket                        | --source-bucket
          --source-bucket bucket --blobs s3://bucket/jobs    | --blobs keeps
          --source-bucket bucket/a/b --blobs s3://bucket/a   | --blobs keeps
          --disk-quota 0                                     | below 1 byte
          --direct-results PT10M                             | --blobs s3://bucket
          --direct-uploads PT10M                             | --blobs s3://bucket
          --blobs s3://b --s3-public-endpoint http://a       | --direct-results
          --blobs s3://b --direct-results PT0S               | between PT1S and PT168H
          --blobs s3://b --direct-results P8D                | between PT1S and PT168H
          --blobs s3://b --s3-public-endpoint http://a       | --direct-uploads
          --blobs s3://b --direct-uploads PT0S               | between PT1S and PT12H
          --blobs s3://b --direct-uploads PT13H              | between PT1S and PT12H
          """)
  void whatDoesNotFitTogether(String flags, String wayOut) {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> start(flags.split(" +")))
        .withMessageContaining(wayOut);
  }

  @Test
  void aServerThatCouldNotStartLeavesItsDirectoryToTheNext() {
    assertThatExceptionOfType(StartException.class).isThrownBy(() -> start("--store", "postgres"));

    start("--store", "sqlite").close();
  }

  @Test
  void aFileThatIsNoDatabaseIsSaid() throws Exception {
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("data/jobs.db"), "no database at all ".repeat(500));

    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> start())
        .withMessageContaining("jobs.db");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsSaidAndThePasswordIsNot() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            directory,
            Map.of("MP4TOMP3_DATABASE_PASSWORD", SECRET, "MP4TOMP3_STORE", "postgres"),
            "--data-dir",
            directory.resolve("data").toString(),
            "--database-url",
            "jdbc:postgresql://127.0.0.1:1/jobs",
            "--database-user",
            "frodo")) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.errors())
          .contains("mp4tomp3: the database for jobs cannot be used")
          .contains("127.0.0.1:1")
          .doesNotContain(SECRET)
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aDirectoryForBlobsOfItsOwnIsUsed() throws Exception {
    Path blobs = directory.resolve("elsewhere");

    start("--blobs", blobs.toString(), "--disk-quota", "1000000").close();

    assertThat(blobs.resolve("blobs")).isDirectory();
    assertThat(directory.resolve("data/blobs")).doesNotExist();
  }

  private Mp4ToMp3 start(String... flags) {
    String[] all =
        Stream.concat(
                Stream.of("--data-dir", directory.resolve("data").toString()), Stream.of(flags))
            .toArray(String[]::new);
    return Mp4ToMp3.start(ServeOptions.parse(all), GrizzlyProxies::new);
  }
}
