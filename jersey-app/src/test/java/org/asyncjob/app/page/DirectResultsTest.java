package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.asyncjob.app.Samples;
import org.asyncjob.app.ServedApp;
import org.asyncjob.verification.servers.BackingServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser plays and keeps a result that is in a bucket, past the application. */
class DirectResultsTest {

  @TempDir private Path directory;
  private BackingServers servers;
  private ServedApp app;

  @BeforeEach
  void serve() throws Exception {
    servers = BackingServers.start();
    System.setProperty("aws.accessKeyId", BackingServers.S3_ID);
    System.setProperty("aws.secretAccessKey", BackingServers.S3_SECRET);
    app =
        ServedApp.start(
            directory.resolve("data"),
            0,
            "--blobs",
            "s3://" + servers.newBucket(),
            "--s3-endpoint",
            servers.s3Endpoint().toString(),
            "--s3-region",
            BackingServers.REGION,
            "--direct-results",
            "PT10M");
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    app.close();
    servers.close();
  }

  @Test
  void theResultIsPlayedAndKeptFromTheBucket() throws Exception {
    try (Visit visit = Visit.to(app, directory, Look.DESKTOP_LIGHT)) {
      visit.choose(Samples.clip());
      visit.convert();
      visit.waitFor("Conversion successful");

      ConversionStoryTest.hear(visit);
      ConversionStoryTest.keep(visit);

      String bucket = servers.s3Endpoint().toString();
      assertThat(visit.requests())
          .anyMatch(url -> url.startsWith(bucket))
          .allMatch(url -> url.startsWith(bucket) || url.startsWith(app.base().toString()));
      assertThat(visit.browser().complaints()).isEmpty();
    }
  }
}
