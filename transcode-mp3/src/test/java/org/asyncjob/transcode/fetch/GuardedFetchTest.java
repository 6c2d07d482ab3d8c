package org.asyncjob.transcode.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.transcode.guard.OutboundGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that lead where they must not, at once or after a while. */
class GuardedFetchTest {

  private static final byte[] MEDIA = Fetching.media(100_000);

  @TempDir Path directory;

  private final WireMockServer origin =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

  @BeforeEach
  void start() {
    origin.start();
    origin.stubFor(any(anyUrl()).willReturn(aResponse().withBody(MEDIA)));
  }

  @AfterEach
  void stop() {
    origin.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]"})
  void byDefaultNothingOfThisMachineIsFetched(String host) {
    try (Fetching fetching = new Fetching(directory, SourceFetcher.builder())) {
      assertThat(fetching.failure("http://" + host + ":" + origin.port() + "/").type())
          .isEqualTo("source-refused");
    }
    origin.verify(0, getRequestedFor(anyUrl()));
  }

  @Test
  void aNameThatLeadsToThisMachineIsAnsweredAsOneThatIsNotThere() {
    try (Fetching fetching =
        new Fetching(
            directory,
            SourceFetcher.builder()
                .dns(
                    host -> {
                      if (host.equals("missing.example")) {
                        throw new UnknownHostException(host);
                      }
                      return List.of(InetAddress.getLoopbackAddress());
                    }))) {
      var internal = fetching.failure("http://internal.example:" + origin.port() + "/");
      var missing = fetching.failure("http://missing.example/");

      assertThat(internal).isEqualTo(missing);
      assertThat(internal.type()).isEqualTo("source-unreachable");
    }
    origin.verify(0, getRequestedFor(anyUrl()));
  }

  @Test
  void theAddressThatIsDialledIsTheOneThatWasJudged() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    Dns rebinding =
        host -> {
          lookups.incrementAndGet();
          return List.of(InetAddress.getLoopbackAddress());
        };
    OutboundGuard guard = OutboundGuard.builder().allow("media.example").build();
    try (Fetching fetching =
        new Fetching(directory, SourceFetcher.builder().guard(guard).dns(rebinding))) {

      fetching.fetch("http://media.example:" + origin.port() + "/a.mp4");

      assertThat(fetching.bytes()).isEqualTo(MEDIA);
      assertThat(lookups).hasValue(1);
    }
  }

  @Test
  void aNameThatChangesItsMindIsJudgedAgainAtEachAttempt() {
    origin.resetAll();
    origin.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    AtomicInteger lookups = new AtomicInteger();
    Dns rebinding =
        host ->
            List.of(
                InetAddress.getByName(
                    lookups.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254"));
    OutboundGuard guard = OutboundGuard.builder().allow("127.0.0.1").build();
    try (Fetching fetching =
        new Fetching(directory, SourceFetcher.builder().guard(guard).dns(rebinding))) {

      assertThat(fetching.failure("http://media.example:" + origin.port() + "/a.mp4").type())
          .isEqualTo("source-unreachable");
      assertThat(lookups).hasValue(2);
    }
    origin.verify(1, getRequestedFor(anyUrl()));
  }

  @Test
  void redirectsAreFollowedToAnswersOfAllowedServers() throws Exception {
    origin.stubFor(get("/first").willReturn(temporaryRedirect("second?x=1")));
    origin.stubFor(
        get("/second?x=1")
            .willReturn(aResponse().withStatus(301).withHeader("Location", "/a.mp4")));
    try (Fetching fetching = new Fetching(directory)) {

      assertThat(fetching.fetch(link("/first")).filename()).isEqualTo("first");

      assertThat(fetching.bytes()).isEqualTo(MEDIA);
    }
    origin.verify(getRequestedFor(urlEqualTo("/a.mp4")).withoutHeader("Referer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://10.0.0.1/",
        "//192.168.1.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "file:///etc/passwd",
        "ftp://example.org/a.mp4",
        "http://user:pass@example.org/",
        "http://\uff11\uff12\uff17.0.0.2/",
        "gopher://x/",
        "http://",
        ""
      })
  void redirectsToAnywhereElseAreRefused(String location) {
    origin.stubFor(get("/away").willReturn(temporaryRedirect(location)));
    try (Fetching fetching = new Fetching(directory)) {

      String type = fetching.failure(link("/away")).type();

      assertThat(type).isEqualTo(location.isEmpty() ? "source-redirects" : "source-refused");
    }
  }

  @Test
  void aLoopOfRedirectsEnds() {
    origin.stubFor(get("/loop").willReturn(temporaryRedirect("/loop")));
    try (Fetching fetching = new Fetching(directory)) {

      assertThat(fetching.failure(link("/loop")).type()).isEqualTo("source-redirects");
    }
    origin.verify(6, getRequestedFor(urlEqualTo("/loop")));
  }

  @Test
  void proxiesOfThisMachineAreNotUsed() throws Exception {
    System.setProperty("http.proxyHost", "127.0.0.3");
    System.setProperty("http.nonProxyHosts", "");
    System.setProperty("socksProxyHost", "127.0.0.3");
    try (Fetching fetching = new Fetching(directory)) {

      fetching.fetch(link("/a.mp4"));

      assertThat(fetching.bytes()).isEqualTo(MEDIA);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.nonProxyHosts");
      System.clearProperty("socksProxyHost");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "clip.mp4",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://example.org/a.mp4",
        "s3://bucket/key",
        "javascript:alert(1)",
        "http:///",
        "https://user@example.org/a.mp4",
        "https://user:password@example.org/a.mp4",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://127.0.0.1.2/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "https://www.dropbox.com/scl/fo/abc/def?rlkey=x&dl=0",
        "https://drive.google.com/drive/folders/abc?usp=sharing"
      })
  void whatNeedNotBeTriedIsRefusedBeforeItIsAccepted(String link) {
    try (SourceFetcher fetcher = SourceFetcher.builder().build()) {
      assertThatThrownBy(() -> fetcher.check(link))
          .isInstanceOf(UnacceptableRequestException.class)
          .hasMessageEndingWith(".");
      assertThatThrownBy(() -> fetcher.check("https://example.org/" + "a".repeat(9000)))
          .hasMessageContaining("8192");
    }
  }

  private String link(String path) {
    return "http://127.0.0.1:" + origin.port() + path;
  }
}
