package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

final class UploadTest extends S3Test {

  @TempDir private Path temporary;

  private HeadObjectResponse head(Blob blob) {
    return client.headObject(request -> request.bucket(bucket).key(object(blob)));
  }

  @Test
  void whatFitsIntoOnePartIsOneRequest() throws IOException {
    for (int size : new int[] {0, 1000, PART}) {
      assertThat(requestsFor(random(size))).containsExactly("PutObject");
    }
  }

  @Test
  void whatDoesNotIsUploadedInParts() throws IOException {
    assertThat(requestsFor(random(PART + 1)))
        .containsExactly(
            "CreateMultipartUpload", "UploadPart", "UploadPart", "CompleteMultipartUpload");
    assertThat(requestsFor(random(3 * PART)))
        .containsExactly(
            "CreateMultipartUpload",
            "UploadPart",
            "UploadPart",
            "UploadPart",
            "CompleteMultipartUpload");
    assertThat(uploads()).isEmpty();
  }

  private List<String> requestsFor(byte[] bytes) throws IOException {
    List<String> requests = new ArrayList<>();
    try (S3Client counting =
        Clients.builder(server.endpoint(), S3Server.ID, S3Server.SECRET)
            .overrideConfiguration(settings -> settings.addExecutionInterceptor(names(requests)))
            .build()) {
      S3BlobStore observed =
          S3BlobStore.builder(counting, bucket).prefix("blobs").partSize(PART).build();

      assertThat(read(stored(observed, bytes), 0)).isEqualTo(bytes);
    }
    return requests;
  }

  private static ExecutionInterceptor names(List<String> requests) {
    return new ExecutionInterceptor() {
      @Override
      public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes more) {
        requests.add(context.request().getClass().getSimpleName().replace("Request", ""));
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "audio/mpeg, audio/mpeg",
    "text/plain;charset=utf-8, text/plain;charset=utf-8",
    "no type, application/octet-stream",
    "'a/b\r\nX-Evil: 1', application/octet-stream"
  })
  void theObjectHasTheMediaTypeIfItIsOne(String given, String stored) throws IOException {
    assumeTrue(
        Files.getFileStore(temporary).supportsFileAttributeView(UserDefinedFileAttributeView.class),
        "S3Proxy keeps types in attributes of files, which this file system does not have");
    try (BlobWriter writer = store.create("clip", given)) {
      writer.write(1);
      Blob blob = writer.commit();

      assertThat(blob.mediaType()).isEqualTo(given);
      assertThat(head(blob).contentType()).isEqualTo(stored);
    }
  }

  @Test
  void aWriterThatIsClosedWithoutCommitLeavesNothing() throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(random(2 * PART + 1));
      assertThat(uploads()).hasSize(1);
      assertThat(objects()).as("visible before commit").isEmpty();
    }

    assertThat(uploads()).isEmpty();
    assertThat(objects()).isEmpty();
  }

  @Test
  void aWriterWhoseThreadIsInterruptedLeavesNothingAndCannotCommit() throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(random(2 * PART + 1));
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> writer.write(1)).isInstanceOf(ClosedByInterruptException.class);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(uploads()).isEmpty();
      assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IOException.class);
    }
    assertThat(objects()).isEmpty();
  }

  @Test
  void whoeverIsInterruptedCannotCommit() throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(1);
      Thread.currentThread().interrupt();

      assertThatThrownBy(writer::commit).isInstanceOf(ClosedByInterruptException.class);

      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(objects()).isEmpty();
  }

  @Test
  void whatAServerThatGoesAwayCannotAbortIsSweptLater() throws IOException {
    try (Gate gate = new Gate(server.endpoint());
        S3BlobStore behind = server.connection(bucket + "/blobs").endpoint(gate.endpoint()).open();
        BlobWriter writer = behind.create("clip.mp3", "audio/mpeg")) {
      writer.write(random(2 * PART));
      gate.shut();

      assertThatThrownBy(
              () -> {
                writer.write(random(PART));
                writer.commit();
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the object store with bucket \"" + bucket + "\" does not answer")
          .hasMessageContaining("tried 3 times");
    }
    assertThat(objects()).isEmpty();
    assertThat(uploads()).hasSize(1);

    store.sweep(InstantSource.system().instant().plus(Duration.ofHours(25)), keys -> Set.of());

    assertThat(uploads()).isEmpty();
  }

  @Test
  void anUploadWhoseLastAnswerWasLostIsThere() throws IOException {
    byte[] bytes = random(PART + 1);
    LosesTheAnswer loss = new LosesTheAnswer();
    try (S3Client losing =
        Clients.builder(server.endpoint(), S3Server.ID, S3Server.SECRET)
            .overrideConfiguration(settings -> settings.addExecutionInterceptor(loss))
            .build()) {
      S3BlobStore behind =
          S3BlobStore.builder(losing, bucket).prefix("blobs").partSize(PART).build();

      Blob blob = stored(behind, bytes);

      assertThat(loss.lost).isTrue();
      assertThat(read(blob, 0)).isEqualTo(bytes);
      assertThat(objects()).hasSize(1);
    }
  }

  /** The first answer that an upload is complete is lost as soon as it is there. */
  private static final class LosesTheAnswer implements ExecutionInterceptor {

    private boolean lost;

    @Override
    public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes more) {
      if (!lost && context.request() instanceof CompleteMultipartUploadRequest) {
        lost = true;
        throw SdkClientException.create("the connection was reset");
      }
    }
  }

  @Test
  void aLinkIsNotTakenForAFile() throws IOException {
    Path file = Files.write(temporary.resolve("made.mp3"), new byte[1000]);
    Path link = Files.createSymbolicLink(temporary.resolve("link.mp3"), file);

    assertThatThrownBy(() -> store.move(link, "clip.mp3", "audio/mpeg"))
        .hasMessageContaining("regular file");

    assertThat(link).isSymbolicLink();
    assertThat(objects()).isEmpty();
  }

  @Test
  void aHundredMegabytesGoThroughAHeapOfThirtyTwo() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeBlob.class.getName(),
                server.endpoint().toString(),
                bucket,
                "104857600")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("104857600 bytes there and back");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void partsThatS3DoesNotTakeAreRefused() {
    S3BlobStore.Builder builder = S3BlobStore.builder(client, bucket);

    assertThatThrownBy(() -> builder.partSize(PART - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("partSize 5242879 is below 5242880, the least that S3 allows");
    assertThatThrownBy(() -> S3BlobStore.builder(client, " "))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
