package org.example.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RemoteStatus;
import org.asyncjob.client.RequestRefusedException;
import org.asyncjob.client.Submission;
import org.asyncjob.engine.JobEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A report is ordered, waited for and read, with the library's server and client. */
@Timeout(60)
class ReportServerTest {

  @TempDir private Path directory;

  @Test
  void theLibraryIsWhereThisBuildWantsIt() {
    boolean modules = Boolean.getBoolean("modules");

    assertEquals(modules, JobEngine.class.getModule().isNamed());
    assertEquals(modules, AsyncJobClient.class.getModule().isNamed());
    assertEquals(modules, ReportServer.class.getModule().isNamed());
  }

  @Test
  void aReportIsOrderedWaitedForAndRead() throws Exception {
    Path report = directory.resolve("report.json");
    try (ReportServer server = ReportServer.start();
        AsyncJobClient client = AsyncJobClient.create()) {
      RemoteJob order = order(client, server.reports(), Map.of("city", "Ulm"));
      RemoteJob finished = client.await(order);

      assertEquals(RemoteStatus.SUCCEEDED, finished.status());
      client.download(finished.result().orElseThrow(), report);
      assertEquals("{\"text\":\"Rain in Ulm.\"}", Files.readString(report));
    }
  }

  @Test
  void whatIsNoOrderIsRefused() throws Exception {
    try (ReportServer server = ReportServer.start();
        AsyncJobClient client = AsyncJobClient.create()) {
      URI reports = server.reports();

      assertEquals(
          400,
          assertThrows(
                  RequestRefusedException.class,
                  () -> order(client, reports, Map.of("town", "Ulm")))
              .status());
    }
  }

  private static RemoteJob order(AsyncJobClient client, URI reports, Map<String, String> json)
      throws InterruptedException {
    return client.submit(reports, Submission.ofJson(json).build());
  }
}
