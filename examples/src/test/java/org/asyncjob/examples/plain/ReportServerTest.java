package org.asyncjob.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.JobState;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteFailure;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RemoteStatus;
import org.asyncjob.client.RequestRefusedException;
import org.asyncjob.client.Submission;
import org.asyncjob.examples.report.Measurements;
import org.asyncjob.examples.report.SeasonalMeasurements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reports on plain Jersey, on a real port, with the library's client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReportServerTest {

  private final AsyncJobClient client = AsyncJobClient.create();

  @TempDir private Path directory;

  @AfterEach
  void closeTheClient() {
    client.close();
  }

  @Test
  void aReportIsJsonUnlessTheOrderSaysOtherwise() throws Exception {
    try (ReportServer server = ReportServer.start(0, new SeasonalMeasurements())) {
      RemoteJob finished = client.await(order(server, Map.of("city", "Ulm", "days", 2)));

      assertThat(finished.status()).isEqualTo(RemoteStatus.SUCCEEDED);
      assertThat(content(finished))
          .isEqualTo(
              "{\"city\":\"Ulm\",\"days\":[{\"day\":1,\"celsius\":-0.1},{\"day\":2,\"celsius\":-0.2}]}");
    }
  }

  @Test
  void aReportIsAFileIfTheOrderSaysSo() throws Exception {
    try (ReportServer server = ReportServer.start(0, new SeasonalMeasurements())) {
      RemoteJob finished =
          client.await(order(server, Map.of("city", "Palermo", "days", 366, "format", "csv")));

      assertThat(client.resultName(finished.result().orElseThrow())).contains("Palermo.csv");
      assertThat(content(finished).lines()).hasSize(366).contains("197,28.8");
    }
  }

  @Test
  void whatIsMissingOrTooLongIsRefusedAtOnce() {
    try (ReportServer server = ReportServer.start(0, new SeasonalMeasurements())) {
      assertRefused(server, Map.of("days", 3), 422);
      assertRefused(server, Map.of("city", "Ulm", "days", 367), 422);
      assertRefused(server, Map.of("city", "Ulm", "days", 3, "format", "pdf"), 400);
      assertRefused(server, Map.of("town", "Ulm", "days", 3), 400);
    }
  }

  private void assertRefused(ReportServer server, Map<String, ?> order, int status) {
    assertThatExceptionOfType(RequestRefusedException.class)
        .isThrownBy(() -> order(server, order))
        .extracting(RequestRefusedException::status)
        .isEqualTo(status);
  }

  @Test
  void whereNobodyMeasuresTheReportFailsForAReasonThatClientsCanRead() throws Exception {
    try (ReportServer server = ReportServer.start(0, new SeasonalMeasurements())) {
      RemoteJob finished = client.await(order(server, Map.of("city", "Atlantis", "days", 1)));

      assertThat(finished.failure())
          .get()
          .extracting(RemoteFailure::error)
          .isEqualTo("Nobody measures how warm it is in Atlantis.");
    }
  }

  @Test
  void endsAreCounted() throws Exception {
    ReportServer server = ReportServer.start(0, new SeasonalMeasurements());
    try {
      client.await(order(server, Map.of("city", "Ulm", "days", 1)));
      client.await(order(server, Map.of("city", "Oslo", "days", 1)));
      client.await(order(server, Map.of("city", "Atlantis", "days", 1)));
    } finally {
      server.close(); // listeners have heard all then
    }

    assertThat(server.ended().count(JobState.SUCCEEDED)).isEqualTo(2);
    assertThat(server.ended().count(JobState.FAILED)).isEqualTo(1);
    assertThat(server.ended().count(JobState.CANCELED)).isZero();
  }

  @Test
  void measurementsThatCannotBeReadAreTriedAgain() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    Measurements failingTwice =
        (city, day) -> {
          if (readings.incrementAndGet() <= 2) {
            throw new IOException("connection reset");
          }
          return OptionalDouble.of(20);
        };
    try (ReportServer server = ReportServer.start(0, failingTwice)) {
      RemoteJob finished = client.await(order(server, Map.of("city", "Ulm", "days", 1)));

      assertThat(finished.status()).isEqualTo(RemoteStatus.SUCCEEDED);
      assertThat(readings).hasValue(3);
    }
  }

  @Test
  void aReportThatIsNotWantedAnyMoreIsCancelled() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    Measurements endless =
        (city, day) -> {
          reading.countDown();
          return OptionalDouble.of(day);
        };
    Measurements slow =
        (city, day) -> {
          OptionalDouble degrees = endless.celsius(city, day);
          while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
          return degrees;
        };
    try (ReportServer server = ReportServer.start(0, slow)) {
      RemoteJob ordered = order(server, Map.of("city", "Ulm", "days", 5));
      reading.await();
      client.cancel(ordered.url());

      assertThat(client.await(ordered).status()).isEqualTo(RemoteStatus.CANCELED);
    }
  }

  private RemoteJob order(ReportServer server, Map<String, ?> order) throws InterruptedException {
    return client.submit(server.reports(), Submission.ofJson(order).build());
  }

  private String content(RemoteJob finished) throws Exception {
    Path file = directory.resolve("report");
    client.download(finished.result().orElseThrow(), file);
    return Files.readString(file);
  }
}
