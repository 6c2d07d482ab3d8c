package org.asyncjob.examples.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.asyncjob.EngineClosedException;
import org.asyncjob.JobRequest;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RemoteStatus;
import org.asyncjob.client.Submission;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.examples.report.ReportHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reports with CDI, on a real port. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CdiReportServerTest {

  @Test
  void resourceAndHandlerAreGivenTheirBeansAndReportsAreWritten() throws Exception {
    try (CdiReportServer server = CdiReportServer.start(0);
        AsyncJobClient client = AsyncJobClient.create()) {
      for (int i = 0; i < 2; i++) {
        RemoteJob ordered =
            client.submit(
                server.reports(), Submission.ofJson(Map.of("city", "Oslo", "days", 3)).build());

        assertThat(client.await(ordered).status()).isEqualTo(RemoteStatus.SUCCEEDED);
      }

      assertThat(server.bean(OrderCount.class).orders()).isEqualTo(2);
    }
  }

  @Test
  void theContainerClosesTheEngine() {
    JobEngine engine;
    try (CdiReportServer server = CdiReportServer.start(0)) {
      engine = server.bean(JobEngine.class);
    }

    assertThatExceptionOfType(EngineClosedException.class)
        .isThrownBy(
            () ->
                engine.submit(
                    JobRequest.builder(ReportHandler.KIND)
                        .options(Map.of("city", "Oslo", "days", 1))
                        .build()));
  }
}
