package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, and the next one on the same data. */
class RestartTest {

  @TempDir private Path data;
  @TempDir private Path directory;

  @Test
  void aConversionThatAKilledServerWasAtIsFinishedByTheNextUnderTheSameUrl() throws Exception {
    URI process;
    int port;
    try (ServerProcess killed = start("--port", "0")) {
      port = killed.uri().getPort();
      TestClient client = new TestClient(URI.create("http://127.0.0.1:" + port + "/"));
      process = TestClient.location(client.upload(Samples.repeated(directory, 20), "?quality=9"));
      killed.awaitConverters();
      killed.kill();
      killed.exitCode();
    }
    try (ServerProcess next = start("--port", Integer.toString(port))) {
      TestClient client = new TestClient(next.uri());

      HttpResponse<String> done = client.await(process, "Succeeded");

      Path mp3 = directory.resolve("concert.mp3");
      assertThat(client.download(TestClient.location(done), mp3).statusCode()).isEqualTo(200);
      assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
      assertThat(files("blobs/blobs")).as("the result, and the input no more").hasSize(1);
      assertThat(files("work")).isEmpty();
    }
  }

  @Test
  void aResultIsThereAfterAKillAndSoIsThatItWasDiscarded() throws Exception {
    URI kept;
    URI discarded;
    int port;
    try (ServerProcess killed = start("--port", "0")) {
      TestClient client = new TestClient(killed.uri());
      kept = TestClient.location(client.upload(Samples.clip(), ""));
      discarded = TestClient.location(client.upload(Samples.clip(), "?mono=true"));
      port = kept.getPort();
      client.await(kept, "Succeeded");
      client.await(discarded, "Succeeded");
      client.delete(discarded);
      killed.kill();
      killed.exitCode();
    }
    try (ServerProcess next = start("--port", Integer.toString(port))) {
      TestClient client = new TestClient(next.uri());

      HttpResponse<String> done = client.get(kept);
      assertThat(done.statusCode()).isEqualTo(303);
      Path mp3 = directory.resolve("clip.mp3");
      client.download(TestClient.location(done), mp3);
      assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
      assertThat(client.get(discarded).statusCode()).isEqualTo(410);
    }
  }

  @Test
  void jobsInMemoryAreForgottenWithTheirFilesAndOthersAreNot() throws Exception {
    URI kept;
    int port;
    try (ServerProcess durable = start("--port", "0")) {
      TestClient client = new TestClient(durable.uri());
      kept = TestClient.location(client.upload(Samples.clip(), ""));
      port = kept.getPort();
      client.await(kept, "Succeeded");
      durable.kill();
      durable.exitCode();
    }
    URI forgotten;
    try (ServerProcess memory = start("--port", Integer.toString(port), "--store", "MEMORY")) {
      TestClient client = new TestClient(memory.uri());
      assertThat(client.get(kept).statusCode()).isEqualTo(404);
      forgotten = TestClient.location(client.upload(Samples.clip(), ""));
      client.await(forgotten, "Succeeded");
      memory.kill();
      memory.exitCode();
    }
    try (ServerProcess durable = start("--port", Integer.toString(port))) {
      TestClient client = new TestClient(durable.uri());
      assertThat(client.get(kept).statusCode()).isEqualTo(303);
      assertThat(client.get(forgotten).statusCode()).isEqualTo(404);
      assertThat(files("blobs/blobs")).hasSize(1);
      assertThat(files("blobs-of-memory")).isEmpty();
    }
  }

  private Stream<Path> files(String below) throws IOException {
    Path root = data.resolve(below);
    if (!Files.isDirectory(root)) {
      return Stream.of();
    }
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.filter(Files::isRegularFile).toList().stream();
    }
  }

  private ServerProcess start(String... flags) throws IOException {
    String[] all = java.util.Arrays.copyOf(flags, flags.length + 2);
    all[flags.length] = "--data-dir";
    all[flags.length + 1] = data.toString();
    return ServerProcess.start(directory, Map.of(), all);
  }
}
