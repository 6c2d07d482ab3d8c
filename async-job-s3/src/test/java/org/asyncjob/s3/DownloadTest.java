package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.asyncjob.Blob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

final class DownloadTest extends S3Test {

  private static final int MEBIBYTE = 1024 * 1024;

  private S3BlobStore behind(Gate gate) throws IOException {
    return server.connection(bucket + "/blobs").endpoint(gate.endpoint()).open();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_000_000})
  void whatBreaksOffIsTakenUpWhereItBrokeOff(int offset) throws IOException {
    byte[] bytes = random(8 * MEBIBYTE);
    Blob blob = stored(bytes);
    try (Gate gate = new Gate(server.endpoint());
        S3BlobStore behind = behind(gate)) {
      int before = gate.connections();
      gate.breakAfter(2 * MEBIBYTE);
      try (InputStream in = behind.open(blob, offset)) {

        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, offset, bytes.length));
      }

      assertThat(gate.connections() - before).isGreaterThan(0);
      assertThat(gate.passed()).isGreaterThan(8 * MEBIBYTE - offset);
    }
  }

  @Test
  void whatBreaksOffForGoodIsAnErrorAndNoShortFile() throws IOException {
    Blob blob = stored(random(8 * MEBIBYTE));
    try (Gate gate = new Gate(server.endpoint());
        S3BlobStore behind = behind(gate);
        InputStream in = behind.open(blob, 0)) {
      assertThat(in.readNBytes(1000)).hasSize(1000);
      gate.shut();

      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer");

      gate.reopen();
    }
  }

  @Test
  void whoeverStopsReadingDoesNotFetchTheRest() throws IOException {
    Blob blob = stored(random(32 * MEBIBYTE));
    try (Gate gate = new Gate(server.endpoint());
        S3BlobStore behind = behind(gate)) {
      try (InputStream in = behind.open(blob, 0)) {
        assertThat(in.read()).isNotNegative();
      }
      assertThat(stored(behind, new byte[1]).size()).isEqualTo(1);

      assertThat(gate.passed()).isLessThan(28 * MEBIBYTE);
    }
  }

  @Test
  void whoeverIsInterruptedReadsNoFurther() throws IOException {
    Blob blob = stored(random(1000));
    try (InputStream in = store.open(blob, 0)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(in::read).isInstanceOf(ClosedByInterruptException.class);

      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 10})
  void aBlobThatSomebodyHasReplacedIsAnError(int offset) throws IOException {
    Blob blob = stored(random(10));
    client.putObject(
        request -> request.bucket(bucket).key(object(blob)), RequestBody.fromBytes(new byte[9]));

    assertThatThrownBy(() -> read(blob, offset))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("has 9 bytes, but 10 were stored");
  }

  @Test
  void aBucketThatWasDeletedIsNotTakenForABlobThatWas() throws IOException {
    Blob blob = stored(new byte[10]);
    store.delete(blob);
    client.deleteBucket(request -> request.bucket(bucket));

    assertThatThrownBy(() -> read(blob, 0))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("bucket \"" + bucket + "\" does not exist");
  }
}
