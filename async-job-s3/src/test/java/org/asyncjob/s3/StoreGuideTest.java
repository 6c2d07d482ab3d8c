package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.local.LocalEngine;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.store.FileBlobStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/store.md says of blob stores, as it stands there. */
final class StoreGuideTest extends S3Test {

  @TempDir private Path directory;

  @BeforeEach
  void setWhatAwsProgramsLookFor() {
    System.setProperty("aws.accessKeyId", S3Server.ID);
    System.setProperty("aws.secretAccessKey", S3Server.SECRET);
  }

  @AfterEach
  void clear() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static JobResult greet(Map<?, ?> options, JobContext context) throws IOException {
    try (BlobWriter out = context.createOutput("greeting.txt", "text/plain")) {
      out.write("Hello".getBytes(StandardCharsets.UTF_8));
      return JobResult.blob(out.commit());
    }
  }

  @Test
  void resultsAreKeptInABucket() throws Exception {
    URI endpoint = server.endpoint();
    server.newBucket("my-bucket");

    S3BlobStore blobs =
        S3BlobStore.at(URI.create("s3://my-bucket/jobs"))
            .endpoint(endpoint) // leave it out at Amazon
            .pathStyle(true) // leave it out where buckets have host names
            .links(true)
            .open();
    JobEngine engine =
        LocalEngine.builder()
            .blobs(blobs)
            .closing(blobs)
            .handler("greet", Map.class, StoreGuideTest::greet)
            .build();
    AsyncJobFeature feature =
        AsyncJobFeature.builder(engine).directResults(Duration.ofMinutes(10)).build();

    assertThat(feature).isNotNull();
    try (engine) {
      engine.start();
      Job job = engine.submit(JobRequest.builder("greet").build());
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> engine.find(job.id()).orElseThrow().state() == JobState.SUCCEEDED);
    }
    assertThat(client.listObjectsV2(request -> request.bucket("my-bucket")).contents())
        .singleElement()
        .satisfies(object -> assertThat(object.key()).startsWith("jobs/"));
  }

  @Test
  void aDirectoryHasLimits() throws Exception {
    long quota = 10_000_000;
    long reserve = 1_000_000;

    FileBlobStore blobs = FileBlobStore.builder(directory).quota(quota).reserve(reserve).build();

    try (BlobWriter writer = blobs.create("clip.mp3", "audio/mpeg")) {
      writer.write(1);
      Blob blob = writer.commit();
      assertThat(blobs.file(blob)).isPresent();
    }
  }
}
