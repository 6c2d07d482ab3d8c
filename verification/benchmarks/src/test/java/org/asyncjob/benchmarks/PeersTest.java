package org.asyncjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.asyncjob.benchmarks.PeerServer.Peer;
import org.glassfish.grizzly.http.server.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is compared with ours really keeps jobs, and runs them where it says so. */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PeersTest {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
  void aPeerRunsAJobToItsEnd(Peer peer) throws Exception {
    try (EmbeddedPostgres postgres = Databases.postgres();
        PeerQueue queue = peer.open(postgres.getJdbcUrl("postgres", "postgres"), true)) {
      HttpServer server = PeerServer.serve(Listener.onFreePort(), queue);
      try {
        HttpResponse<String> accepted = post(server);

        assertThat(accepted.statusCode()).isEqualTo(202);
        await()
            .atMost(2, TimeUnit.MINUTES)
            .until(() -> get(location(accepted)).statusCode(), status -> status == 303);
      } finally {
        server.shutdownNow();
      }
    }
  }

  @Test
  void aCommitForEachJobIsStillThereWhenTheFileIsOpenedAgain(@TempDir Path directory)
      throws Exception {
    String file = directory.resolve("jobs.db").toString();
    String id;
    try (PeerQueue queue = Peer.SQLITE.open(file, false)) {
      id = queue.enqueue("{}");
    }

    try (PeerQueue queue = Peer.SQLITE.open(file, false)) {
      HttpServer server = PeerServer.serve(Listener.onFreePort(), queue);
      try {
        assertThat(get(Listener.uri(server).resolve("jobs/" + id)).statusCode()).isEqualTo(200);
        assertThat(queue.isDone(id)).isFalse();
      } finally {
        server.shutdownNow();
      }
    }
  }

  private HttpResponse<String> post(HttpServer server) throws Exception {
    return client.send(
        HttpRequest.newBuilder(Listener.uri(server).resolve("jobs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"city\":\"Ulm\"}"))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static URI location(HttpResponse<String> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }
}
