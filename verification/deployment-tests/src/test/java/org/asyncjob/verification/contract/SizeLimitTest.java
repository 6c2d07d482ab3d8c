package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 413: what is above the cap is refused as soon as that is known, and not kept. */
class SizeLimitTest extends ContractTest {

  private static final long FAR_TOO_MUCH = 1L << 40;

  @Test
  void byItsContentLengthItIsRefusedBeforeAnyOfItIsSent() throws Exception {
    Answer refused = refusedByLength(visitor);

    assertProblem(refused, 413, "input-too-large");
    assertThat(refused.json().get("limit_bytes").asLong()).isPositive();
  }

  @Test
  void withoutALengthItIsRefusedAtTheFirstByteTooMany() throws Exception {
    long limit = refusedByLength(visitor).json().get("limit_bytes").asLong();
    try (Wire wire = new Wire(visitor.controller())) {
      wire.sendHead(
          "POST " + visitor.controller().getRawPath(),
          "Content-Type: video/mp4",
          "Transfer-Encoding: chunked");
      sendChunks(wire, limit + 1);
      // It never learns how much more there would be.
      assertProblem(visitor.seen(wire.read("POST", visitor.controller())), 413, "input-too-large");
    }
  }

  @Test
  void aFormIsRefusedToo() throws Exception {
    try (AppProcess app = JudgedServer.own("--max-input-bytes", "1000");
        Visitor here = new Visitor(app.controller())) {
      Form form = new Form().file("file", "a.mp4", Samples.silent());

      assertProblem(
          here.post("", form.body(), "Content-Type", form.contentType()), 413, "input-too-large");
      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> app.files().isEmpty());
    }
  }

  @Test
  void exactlyTheCapIsTakenAndOfMoreNothingStays() throws Exception {
    byte[] film = Files.readAllBytes(Samples.silent());
    try (AppProcess app = JudgedServer.own("--max-input-bytes", Integer.toString(film.length));
        Visitor here = new Visitor(app.controller())) {
      byte[] more = Arrays.copyOf(film, film.length + 1);
      assertProblem(
          here.post("", BodyPublishers.ofByteArray(more), "Content-Type", "video/mp4"),
          413,
          "input-too-large");
      assertProblem(
          here.post("", Visitor.stream(more), "Content-Type", "video/mp4"), 413, "input-too-large");
      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> app.files().isEmpty());

      assertStatus(
          here.post("", BodyPublishers.ofByteArray(film), "Content-Type", "video/mp4"), 202);
    }
  }

  @Test
  void whatTheDiskHasNoRoomForIsFiveOhSeven(@TempDir Path temporary) throws Exception {
    JudgedServer.assumeOurs("a server whose disk is small");
    Storage.assumeFiles("a disk for files, which is small");
    Path small = Files.createDirectory(temporary.resolve("small"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small.toString()))
        .as("a small tmpfs has to be mounted for this, which takes root on Linux")
        .isTrue();
    try (AppProcess app = AppProcess.startIn(small);
        Visitor here = new Visitor(app.controller())) {
      BodyPublisher film = BodyPublishers.ofByteArray(new byte[4 * 1024 * 1024]);
      assertProblem(here.post("", film, "Content-Type", "video/mp4"), 507, "no-space");

      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> app.files().isEmpty());
      assertStatus(here.upload(Samples.silent(), ""), 202);
    } finally {
      run("umount", "--lazy", small.toString());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // not on this system
    }
  }

  private static Answer refusedByLength(Visitor visitor) throws IOException {
    try (Wire wire = new Wire(visitor.controller())) {
      wire.sendHead(
          "POST " + visitor.controller().getRawPath(),
          "Content-Type: video/mp4",
          "Content-Length: " + FAR_TOO_MUCH);
      return visitor.seen(wire.read("POST", visitor.controller()));
    }
  }

  private static void sendChunks(Wire wire, long bytes) throws IOException {
    byte[] chunk = new byte[64 * 1024];
    for (long left = bytes; left > 0; left -= chunk.length) {
      int size = (int) Math.min(left, chunk.length);
      wire.send((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      wire.send(Arrays.copyOf(chunk, size));
      wire.send(new byte[] {'\r', '\n'});
    }
  }
}
