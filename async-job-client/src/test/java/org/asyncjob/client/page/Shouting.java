package org.asyncjob.client.page;

import java.net.URI;
import java.nio.file.Path;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.Submission;

/** What docs/client.md shows. */
final class Shouting {

  private Shouting() {}

  static String fetch(URI server, Path source, Path target) throws InterruptedException {
    // docs/client.md: begin
    try (AsyncJobClient client = AsyncJobClient.create()) {
      RemoteJob accepted =
          client.submit(
              server.resolve("shouts"),
              Submission.ofFile(source).mediaType("text/plain").option("marks", "3").build());

      RemoteJob finished =
          client.await(accepted, job -> System.out.println(job.progress().percent() + " %"));

      return switch (finished.status()) {
        case SUCCEEDED -> {
          long bytes = client.download(finished, target);
          yield bytes + " bytes";
        }
        case FAILED -> finished.failure().orElseThrow().error();
        default -> "somebody cancelled it";
      };
    }
    // docs/client.md: end
  }
}
