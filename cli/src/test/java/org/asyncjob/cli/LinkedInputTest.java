package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncjob.app.Mp4ToMp3Server;
import org.asyncjob.app.ServeOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links where files could be. */
@Timeout(120)
class LinkedInputTest {

  @TempDir private Path directory;

  private HttpServer origin;

  @BeforeEach
  void serveAClip() throws Exception {
    byte[] clip = Files.readAllBytes(Media.clip(directory.resolve("original.mp4"), 3));
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/talk.mp4",
        exchange -> {
          exchange.sendResponseHeaders(200, clip.length);
          exchange.getResponseBody().write(clip);
          exchange.close();
        });
    origin.start();
  }

  @AfterEach
  void stop() {
    origin.stop(0);
  }

  @Test
  void whatALinkLeadsToIsConvertedHere() throws Exception {
    CommandRun run = CommandRun.of("convert", "--output-dir", directory, link("/talk.mp4?x=y"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(directory.resolve("talk.mp3").toString());
    assertThat(Media.seconds(directory.resolve("talk.mp3"))).isEqualTo(3, within(0.1));
  }

  @Test
  void aDeadLinkIsSaidToBeOne() {
    CommandRun run = CommandRun.of("convert", "--output-dir", directory, link("/gone.mp4"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("gone.mp4: ").contains("did not hand out the file");
    assertThat(directory.resolve("gone.mp3")).doesNotExist();
  }

  @Test
  void aServerFetchesItUnderItsOwnRules() throws Exception {
    try (Mp4ToMp3Server server =
        Mp4ToMp3Server.start(
            ServeOptions.parse(
                "--port",
                "0",
                "--data-dir",
                directory.resolve("data").toString(),
                "--allow-source",
                "127.0.0.1"))) {
      CommandRun run =
          CommandRun.of(
              "convert",
              "--server",
              server.uri(),
              "--bitrate",
              64,
              "--output-dir",
              directory,
              link("/talk.mp4"));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(Media.seconds(directory.resolve("talk.mp3"))).isEqualTo(3, within(0.1));

      CommandRun refused =
          CommandRun.of(
              "convert",
              "--server",
              server.uri(),
              "--output-dir",
              directory,
              "http://127.0.0.2/private.mp4");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err())
          .contains("private.mp4: Unable to access the file: The link leads to an address");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a/Ferien%20am%20Meer.mp4?sig=a/b#c, Ferien am Meer.mp4",
    "http://example.org/, audio",
    "https://example.org, audio",
    "HTTPS://example.org/a%2F..%2Fb.mp4, a_.._b.mp4",
    "https://example.org/x/.., audio",
    "s3://bucket/key.mp4, key.mp4",
    "clips/clip.mp4, clip.mp4"
  })
  void aLinkIsCalledAsTheLastPartOfItsPath(String text, String name) {
    assertThat(new Input(text).name()).isEqualTo(name);
  }

  @Test
  void aFileWhoseNameBeginsLikeALinkIsAFileAllTheSame() {
    assertThat(new Input("http.mp4").isLink()).isFalse();
    assertThat(new Input("https:/clip.mp4").isLink()).isFalse();
    assertThat(new Input("https://example.org/clip.mp4").isLink()).isTrue();
  }

  private String link(String path) {
    return "http://127.0.0.1:" + origin.getAddress().getPort() + path;
  }
}
