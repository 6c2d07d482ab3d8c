package org.asyncjob.transcode.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.transcode.guard.OutboundGuard;

/** Fetches from servers of the test, which the guard allows as an operator would have it do. */
final class Fetching implements AutoCloseable {

  static final int CAP = 1024 * 1024;

  final Path target;
  final SourceFetcher fetcher;

  Fetching(Path directory) {
    this(directory, builder());
  }

  Fetching(Path directory, SourceFetcher.Builder builder) {
    target = directory.resolve("fetched");
    fetcher = builder.build();
  }

  static SourceFetcher.Builder builder() {
    return SourceFetcher.builder()
        .guard(OutboundGuard.builder().allow("127.0.0.1").build())
        .limits(limits().build())
        .firstPause(Duration.ofMillis(20));
  }

  static FetchLimits.Builder limits() {
    return FetchLimits.builder()
        .mostBytes(CAP)
        .connecting(Duration.ofSeconds(20))
        .silence(Duration.ofSeconds(20))
        .total(Duration.ofMinutes(1));
  }

  FetchedFile fetch(String link) throws IOException, InterruptedException {
    return fetcher.fetch(link, target, ContentCheck.NONE, FetchListener.NONE);
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(target);
  }

  /** Fetches in vain, and looks at what must be true of every failure. */
  JobFailure failure(String link) {
    JobFailedException thrown = catchThrowableOfType(JobFailedException.class, () -> fetch(link));
    assertThat(thrown).as("the fetch was to fail").isNotNull();
    JobFailure failure = thrown.failure();
    assertThat(failure.error()).isEqualTo("Unable to access the file");
    assertThat(failure.detail()).endsWith(".").doesNotContain("127.0.0.1", "secret", "HTTP", "\n");
    assertThat(target).doesNotExist();
    return failure;
  }

  /** Bytes that look like no page. */
  static byte[] media(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    byte[] start = "\0\0\0\u0018ftypmp42".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(start, 0, bytes, 0, Math.min(size, start.length));
    return bytes;
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
