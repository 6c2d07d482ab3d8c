package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.app.TestClient.json;
import static org.asyncjob.app.TestClient.location;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.asyncjob.Blob;
import org.asyncjob.s3.S3BlobStore;
import org.asyncjob.s3.S3Connection;
import org.asyncjob.s3.S3Objects;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.verification.servers.BackingServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of a real S3 server as sources: by their names, and by presigned URLs. */
class S3SourceTest {

  @TempDir private Path directory;

  private BackingServers servers;
  private String bucket;
  private Blob clip;

  @BeforeEach
  void putAClipIntoABucket() throws Exception {
    System.setProperty("aws.accessKeyId", BackingServers.S3_ID);
    System.setProperty("aws.secretAccessKey", BackingServers.S3_SECRET);
    servers = BackingServers.start();
    bucket = servers.newBucket();
    try (S3BlobStore store = connection().open();
        BlobWriter writer = store.create("clip.mp4", "video/mp4")) {
      Files.copy(Samples.clip(), writer);
      clip = writer.commit();
    }
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    servers.close();
  }

  @Test
  void whatIsInANamedBucketBecomesAnMp3AndWhatIsMissingIsSaid() throws Exception {
    try (ServedApp app = start("--source-bucket", bucket + "/in")) {
      TestClient client = new TestClient(app.base());

      HttpResponse<String> done =
          client.await(
              location(submit(client, "s3://" + bucket + "/in/" + clip.key())), "Succeeded");
      HttpResponse<String> failed =
          client.await(location(submit(client, "s3://" + bucket + "/in/missing")), "Failed");
      HttpResponse<String> refused = submit(client, "s3://" + bucket + "/" + clip.key());

      Path mp3 = directory.resolve("clip.mp3");
      client.download(location(done), mp3);
      assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
      assertThat(json(failed).get("error").asText()).isEqualTo("Unable to access the file");
      assertThat(json(failed).at("/problem/type").asText()).endsWith(":source-not-available");
      assertThat(failed.body())
          .doesNotContain("NoSuchKey", "X-Amz", servers.s3Endpoint().getAuthority());
      assertThat(refused.statusCode()).isEqualTo(422);
    }
  }

  @Test
  void aPresignedUrlIsALinkAsAnyOther() throws Exception {
    String link;
    try (S3Objects objects = connection().objects()) {
      link = objects.link(clip.key(), Duration.ofMinutes(5)).toString();
    }
    try (ServedApp app = start("--allow-source", "127.0.0.1")) {
      TestClient client = new TestClient(app.base());

      HttpResponse<String> done = client.await(location(submit(client, link)), "Succeeded");
      String forged = link.replace("X-Amz-Signature=", "X-Amz-Signature=0");
      HttpResponse<String> failed = client.await(location(submit(client, forged)), "Failed");

      assertThat(done.statusCode()).isEqualTo(303);
      assertThat(json(failed).at("/problem/type").asText()).endsWith(":source-not-available");
    }
  }

  private S3Connection connection() throws IOException {
    return S3BlobStore.at(URI.create("s3://" + bucket + "/in"))
        .endpoint(servers.s3Endpoint())
        .pathStyle(true)
        .region(BackingServers.REGION)
        .credentials(BackingServers.S3_ID, BackingServers.S3_SECRET);
  }

  private ServedApp start(String flag, String value) throws IOException {
    return flag.equals("--source-bucket")
        ? ServedApp.start(
            directory.resolve("data"),
            0,
            flag,
            value,
            "--s3-endpoint",
            servers.s3Endpoint().toString(),
            "--s3-region",
            BackingServers.REGION)
        : ServedApp.start(directory.resolve("data"), 0, flag, value);
  }

  private static HttpResponse<String> submit(TestClient client, String link)
      throws IOException, InterruptedException {
    return client.post(
        "", "application/json", BodyPublishers.ofString("{\"source\":\"" + link + "\"}"));
  }
}
