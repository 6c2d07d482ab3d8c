package org.asyncjob.transcode.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Path;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is encrypted stays so, and addresses are read in one way. */
class HttpLinksTest {

  @TempDir Path directory;

  @Test
  void fromHttpsNothingLeadsToHttp() throws Exception {
    HttpUrl from = HttpUrl.get("https://example.org/a/b");

    assertThat(HttpLinks.resolve(from, "../c")).hasToString("https://example.org/c");
    assertThat(HttpLinks.resolve(from, "//example.net/")).hasToString("https://example.net/");
    assertThatThrownBy(() -> HttpLinks.resolve(from, "http://example.org/a/b"))
        .isInstanceOf(UnusableLinkException.class)
        .hasMessageContaining("from https on to http");
    assertThat(HttpLinks.resolve(HttpUrl.get("http://a/"), "https://b/")).hasToString("https://b/");
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org\\@127.0.0.1/, example.org",
    "http://example.org#@127.0.0.1/, example.org",
    "http://127.0.0.1?@example.org/, 127.0.0.1",
    "http://%31%32%37.0.0.1/, 127.0.0.1",
    "http://[::ffff:7f00:1]/, 127.0.0.1",
    "http://EXAMPLE.org:80/, example.org"
  })
  void theHostIsTheOneThatIsDialled(String link, String host) throws Exception {
    assertThat(HttpLinks.parse(link).host()).isEqualTo(host);
  }

  @Test
  void aServerThatCannotProveWhoItIsIsNotAskedForAnything() {
    WireMockServer impostor =
        new WireMockServer(options().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
    impostor.start();
    try (Fetching fetching = new Fetching(directory)) {
      impostor.stubFor(any(anyUrl()).willReturn(aResponse().withBody(Fetching.media(1000))));

      var failure = fetching.failure("https://127.0.0.1:" + impostor.httpsPort() + "/a.mp4");

      assertThat(failure.type()).isEqualTo("source-unreachable");
      assertThat(failure.detail()).contains("certificate");
      impostor.verify(0, getRequestedFor(anyUrl()));
    } finally {
      impostor.stop();
    }
  }
}
