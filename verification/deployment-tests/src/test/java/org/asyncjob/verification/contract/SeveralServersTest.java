package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.asyncjob.verification.servers.BackingServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that share a database and a place for files, as docs/deploy.md has an operator do it. */
class SeveralServersTest extends ContractTest {

  @TempDir private Path directory;

  /** Two servers on one storage, each of which converts one file at a time, and their clients. */
  private record Pair(AppProcess one, AppProcess two, Visitor atOne, Visitor atTwo)
      implements AutoCloseable {

    static Pair on(Storage storage) throws Exception {
      AppProcess one = start(storage);
      AppProcess two = start(storage);
      return new Pair(one, two, new Visitor(one.controller()), new Visitor(two.controller()));
    }

    private static AppProcess start(Storage storage) throws Exception {
      return AppProcess.startOn(storage, "--workers", "1", "--grace", "PT0S");
    }

    /** The same process resource as each of them has it. */
    List<URI> resources(Answer accepted) {
      return List.of(atOne.process(accepted), atTwo.process(accepted));
    }

    /** Waits until one of them converts, and returns that one. */
    AppProcess busy() {
      return Awaitility.await()
          .atMost(Visitor.PATIENCE)
          .until(
              () -> one.converters().isEmpty() ? two : one,
              server -> !server.converters().isEmpty());
    }

    Visitor atTheOther(AppProcess busy) {
      return busy == one ? atTwo : atOne;
    }

    @Override
    public void close() throws IOException {
      try (one;
          two) {
        // Clients of a server that was killed cannot take their jobs away.
      }
    }
  }

  private Storage shared() throws Exception {
    JudgedServer.assumeOurs("servers that share a database");
    return Storage.toShare(directory);
  }

  @Test
  void eachAnswersForEveryJob() throws Exception {
    try (Pair pair = Pair.on(shared())) {
      for (Visitor submitter : List.of(pair.atOne(), pair.atTwo())) {
        Answer accepted = submitter.upload(Samples.clip(), "?filename=clip.mp4");
        List<URI> resources = pair.resources(accepted);

        Answer first = pair.atOne().await(resources.get(0), "Succeeded");
        Answer second = pair.atTwo().await(resources.get(1), "Succeeded");

        assertThat(first.location()).isEqualTo(URI.create(resources.get(0) + "/result"));
        assertThat(second.location()).isEqualTo(URI.create(resources.get(1) + "/result"));
        Answer bytes = pair.atOne().get(first.location());
        assertStatus(bytes, 200);
        assertThat(pair.atTwo().get(second.location()).body()).isEqualTo(bytes.body());
        assertThat(pair.atTwo().get(second.location()).header("ETag"))
            .isEqualTo(bytes.header("ETag"));
        assertStatus(pair.atTwo().delete(resources.get(1)), 204);
        assertProblem(pair.atOne().get(resources.get(0)), 410, "gone");
      }
      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> pair.one().files().isEmpty());
    }
  }

  @Test
  void cancellingReachesTheOneThatConverts() throws Exception {
    try (Pair pair = Pair.on(shared())) {
      Answer accepted = pair.atOne().upload(Samples.concert(), "");
      AppProcess busy = pair.busy();
      Visitor other = pair.atTheOther(busy);

      assertStatus(other.delete(other.process(accepted)), 202);

      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> busy.converters().isEmpty());
      pair.atOne().await(pair.resources(accepted).get(0), "Canceled");
      pair.atTwo().await(pair.resources(accepted).get(1), "Canceled");
      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> busy.files().isEmpty());
    }
  }

  @Test
  void whatAKilledOneWasAtIsDoneByAnother() throws Exception {
    try (Pair pair = Pair.on(shared())) {
      Answer accepted = pair.atOne().upload(Samples.song(), "?bitrate=64");
      AppProcess busy = pair.busy();
      Visitor survivor = pair.atTheOther(busy);

      busy.kill();

      Answer done = survivor.await(survivor.process(accepted), "Succeeded");
      assertThat(survivor.get(done.location()).body())
          .hasSizeGreaterThan(Samples.SONG_SECONDS * 64_000 / 8);
    }
  }

  @Test
  void whatAStoppedOneWasAtIsDoneByAnother() throws Exception {
    try (Pair pair = Pair.on(shared())) {
      Answer accepted = pair.atOne().upload(Samples.song(), "?bitrate=64");
      AppProcess busy = pair.busy();
      Visitor other = pair.atTheOther(busy);

      busy.terminate();

      Answer done = other.await(other.process(accepted), "Succeeded");
      assertThat(other.get(done.location()).body())
          .hasSizeGreaterThan(Samples.SONG_SECONDS * 64_000 / 8);
    }
  }

  @Test
  void withoutTheirDatabaseTheySayWhenToComeBackAndGoOnConverting() throws Exception {
    JudgedServer.assumeOurs("a server whose database can be stopped");
    try (BackingServers servers = BackingServers.start();
        AppProcess app = AppProcess.startOn(Storage.toShare(directory, servers), "--workers", "1");
        Visitor here = new Visitor(app.controller())) {
      URI process = here.submit(Samples.song());
      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> !app.converters().isEmpty());

      servers.stopDatabase();

      for (Answer refused :
          List.of(
              here.upload(Samples.clip(), ""),
              here.get(process),
              here.get(process, "Prefer", "wait=30"),
              here.delete(process))) {
        assertProblem(refused, 503, "store-unreachable");
        assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
      }
      assertStatus(here.get(here.elsewhere("/")), 200);

      servers.startDatabase();

      here.await(process, "Succeeded");
      here.convert(Samples.clip(), "");
    }
  }
}
