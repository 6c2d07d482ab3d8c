package org.asyncjob.transcode.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncjob.UnacceptableRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of a scheme of one's own, which an application adds. */
class LinkSchemeTest {

  private static final byte[] MEDIA = Fetching.media(100_000);

  @TempDir Path directory;

  @Test
  void itsAddressIsTrustedAndAskedForAnewForEachAttempt() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (request, connection) ->
                    ScriptedOrigin.write(
                        connection,
                        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n",
                        MEDIA,
                        0,
                        requests.getAndIncrement() == 0 ? 500 : MEDIA.length));
        Fetching fetching = new Fetching(directory, builder(origin))) {

      fetching.fetch("SHELF:books/talk.mp4");

      assertThat(fetching.bytes()).isEqualTo(MEDIA);
      assertThat(origin.requests().get(0)).startsWith("GET /1/books/talk.mp4 ");
      assertThat(origin.requests().get(1)).startsWith("GET /2/books/talk.mp4 ");
    }
  }

  @Test
  void fromThereNoRedirectIsFollowed() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (request, connection) ->
                    ScriptedOrigin.write(
                        connection, "HTTP/1.1 302 Found\r\nLocation: /other\r\n", MEDIA, 0, 0));
        Fetching fetching = new Fetching(directory, builder(origin))) {

      assertThat(fetching.failure("shelf:a").type()).isEqualTo("source-not-available");
      assertThat(origin.requests()).hasSize(1);
    }
  }

  @Test
  void itRefusesWhatItDoesNotKnow() throws Exception {
    try (ScriptedOrigin origin = new ScriptedOrigin((request, connection) -> {});
        Fetching fetching = new Fetching(directory, builder(origin))) {

      assertThatThrownBy(() -> fetching.fetcher.check("shelf:unknown"))
          .isInstanceOf(UnacceptableRequestException.class)
          .hasMessage("There is no such shelf.");
      assertThatThrownBy(() -> fetching.fetcher.check("cupboard:a"))
          .hasMessageContaining("http, https, shelf");
    }
  }

  @Test
  void theSchemesOfTheWebAreThereAlready() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceFetcher.builder().scheme(new Shelf("https", "http://a/")));
  }

  /** With the guard that nothing of this machine passes. */
  private static SourceFetcher.Builder builder(ScriptedOrigin origin) {
    return SourceFetcher.builder()
        .firstPause(Duration.ofMillis(20))
        .scheme(new Shelf("shelf", origin.url("/")));
  }

  private record Shelf(String name, String base, AtomicInteger asked) implements LinkScheme {

    Shelf(String name, String base) {
      this(name, base, new AtomicInteger());
    }

    @Override
    public void check(String link) {
      if (link.endsWith(":unknown")) {
        throw new UnacceptableRequestException("There is no such shelf.");
      }
    }

    @Override
    public URI address(String link) throws IOException {
      String path = link.substring(link.indexOf(':') + 1);
      return URI.create(base + asked.incrementAndGet() + "/" + path);
    }
  }
}
