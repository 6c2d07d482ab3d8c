package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;

import jakarta.ws.rs.container.PreMatching;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed about the URL that a client used, and what. */
class TrustedProxiesTest {

  private static final String PROXY = "10.1.2.3";
  private static final ForwardedBase BELIEVER =
      new ForwardedBase(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));
  private static final URI INSIDE = URI.create("http://inside:8080/app/");

  @TempDir private Path directory;

  @Test
  void theUrlsAreThoseOfTheProxysClient() throws Exception {
    try (PlaysServer server = behind(Optional.of(PROXY))) {
      HttpResponse<String> accepted =
          server.post(
              "?act=play",
              "x",
              "Content-Type",
              "text/plain",
              "X-Forwarded-Proto",
              "https",
              "X-Forwarded-Host",
              "example.org",
              "X-Forwarded-Prefix",
              "/audio");

      String process = "https://example.org/audio/team/plays/" + json(accepted).get("id").asText();
      assertThat(accepted.statusCode()).isEqualTo(202);
      assertThat(accepted.headers().firstValue("Location")).contains(process);
      URI inside = server.uri("team/plays/" + json(accepted).get("id").asText());
      server.await(inside, "Succeeded");
      HttpResponse<String> done =
          server.get(inside, "Forwarded", "for=1.2.3.4;proto=https;host=\"example.org:8443\"");
      assertThat(done.headers().firstValue("Location"))
          .contains(
              "https://example.org:8443/team/plays/" + json(done).get("id").asText() + "/result");
      HttpResponse<String> never =
          server.get(URI.create(inside + "?redirect=never"), "X-Forwarded-Host", "example.org");
      assertThat(never.statusCode()).as("the query is still there").isEqualTo(200);
      assertThat(json(never).at("/links/self").asText()).startsWith("http://example.org/team/");
    }
  }

  @Test
  void nobodyElseIsBelieved() throws Exception {
    for (Optional<String> peer :
        List.of(Optional.of("11.1.2.3"), Optional.of("@socket"), Optional.<String>empty())) {
      try (PlaysServer server = behind(peer)) {
        HttpResponse<String> accepted =
            server.post(
                "?act=play",
                "x",
                "Content-Type",
                "text/plain",
                "X-Forwarded-Host",
                "evil.example",
                "Forwarded",
                "host=evil.example");

        assertThat(PlaysServer.location(accepted).toString()).startsWith(server.base());
      }
    }
  }

  @Test
  void aPublicBaseUrlWinsOverWhatAProxySays() throws Exception {
    URI outside = URI.create("https://fixed.example/");
    try (PlaysServer server =
        new PlaysServer(
            directory,
            settings -> settings.publicBaseUri(outside),
            new Proxies(Optional.of(PROXY)))) {
      HttpResponse<String> accepted =
          server.post(
              "?act=play", "x", "Content-Type", "text/plain", "X-Forwarded-Host", "example.org");

      assertThat(PlaysServer.location(accepted).toString())
          .startsWith("https://fixed.example/team/plays/");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          proto=https;host=a.example                                   | https://a.example/app/
          Proto=HTTPS;Host=a.example;for=1.2.3.4                       | https://a.example/app/
          for=1.2.3.4 ; proto=https                                    | https://inside:8080/app/
          host="a.example:8443";proto=https                            | https://a.example:8443/app/
          host="a.example:443";proto=https                             | https://a.example/app/
          host="a.example:80"                                          | http://a.example/app/
          host="[2001:db8::1]:8080"                                    | http://[2001:db8::1]:8080/app/
          host="a\\.example"                                           | http://a.example/app/
          host=evil.example, host=a.example;for=1.2.3.4                | http://a.example/app/
          host=evil.example, host=a.example;for=unknown                | http://a.example/app/
          host=evil.example, host=a.example;for=_hidden                | http://a.example/app/
          host=evil.example, host=a.example                            | http://a.example/app/
          host=a.example;for=1.2.3.4, host=inner;for=10.9.9.9          | http://a.example/app/
          host=a.example, host=inner;for="10.9.9.9:4711"               | http://a.example/app/
          host=a.example, host=inner;for="[fd00::1]:4711"              | http://a.example/app/
          host=evil, host=a.example;for=1.1.1.1, proto=https;for=10.1.1.1 | https://a.example/app/
          """)
  void theStandardFieldIsReadBackToTheFirstTrustedProxy(String field, URI seen) {
    assertThat(seen("Forwarded", field)).isEqualTo(seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "host",
        "host=",
        "host=a.example;",
        "host=a.example,",
        "host=\"a",
        "host=a b",
        "host=a.example;host=b.example",
        "=a",
        "host=\"a.example/x\"",
        "host=\"a@b\"",
        "host=\"a:0\"",
        "host=\"a:99999\"",
        "host=\"[1.2.3.4]\"",
        "host=\"[::\"",
        "host=\"\"",
        "proto=ftp",
        "proto=javascript"
      })
  void whatIsNoForwardedFieldOrNoHostIsIgnored(String field) {
    assertThat(seen("Forwarded", field)).isEqualTo(INSIDE);
  }

  @Test
  void theFieldsOfOldAreReadWhereTheStandardOneIsMissing() {
    assertThat(seen("Proto", "https")).hasToString("https://inside:8080/app/");
    assertThat(seen("Host", "a.example")).hasToString("http://a.example/app/");
    assertThat(seen("Host", "a.example", "Port", "8443", "Proto", "https"))
        .hasToString("https://a.example:8443/app/");
    assertThat(seen("Host", "a.example", "Port", "443", "Proto", "https"))
        .hasToString("https://a.example/app/");
    assertThat(seen("Host", "a.example:1", "Port", "2")).hasToString("http://a.example:1/app/");
    assertThat(seen("Port", "81")).hasToString("http://inside:81/app/");
    assertThat(seen("Prefix", "/x/y%20z")).hasToString("http://inside:8080/x/y%20z/app/");
    assertThat(seen("Prefix", "/x/")).hasToString("http://inside:8080/x/app/");
    assertThat(seen("Prefix", "/")).isEqualTo(INSIDE);
    assertThat(seen("Forwarded", "proto=https", "Host", "a.example"))
        .hasToString("https://inside:8080/app/");
  }

  @Test
  void aPortThatGoesWithoutSayingIsLeftOut() {
    URI plain = URI.create("http://inside:80/");

    assertThat(
            BELIEVER.of(
                plain, name -> Optional.ofNullable(Map.of("X-Forwarded-Proto", "https").get(name))))
        .hasToString("https://inside/");
  }

  @Test
  void ofListsTheEndCountsBackToTheFirstTrustedProxy() {
    assertThat(seen("Host", "evil, a.example", "For", "1.2.3.4"))
        .hasToString("http://a.example/app/");
    assertThat(seen("Host", "evil, a.example, inner", "For", "9.9.9.9, 1.2.3.4, 10.1.1.1"))
        .hasToString("http://a.example/app/");
    assertThat(seen("Host", "a.example, inner", "For", "10.5.5.5, 10.1.1.1"))
        .hasToString("http://a.example/app/");
    assertThat(seen("Host", "evil, a.example")).hasToString("http://a.example/app/");
  }

  @ParameterizedTest
  @CsvSource({
    "Proto, gopher",
    "Host, a/b",
    "Host, a b",
    "Host, a:b",
    "Host, ''",
    "Host, u@a",
    "Port, 0",
    "Port, 65536",
    "Port, x",
    "Port, -1",
    "Prefix, x",
    "Prefix, //evil.example",
    "Prefix, /../x",
    "Prefix, /x/..",
    "Prefix, /%zz",
    "Prefix, /x?y",
    "Prefix, /x#y",
    "Prefix, /./x"
  })
  void whatIsNoPartOfAUrlIsIgnored(String name, String value) {
    assertThat(seen(name, value)).isEqualTo(INSIDE);
  }

  private static URI seen(String... fields) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put(
          fields[i].equals("Forwarded") ? fields[i] : "X-Forwarded-" + fields[i], fields[i + 1]);
    }
    return BELIEVER.of(INSIDE, name -> Optional.ofNullable(map.get(name)));
  }

  private PlaysServer behind(Optional<String> peer) throws Exception {
    return new PlaysServer(directory, settings -> settings, new Proxies(peer));
  }

  @PreMatching
  private static final class Proxies extends TrustedProxies {

    private final Optional<String> peer;

    Proxies(Optional<String> peer) {
      super(List.of("10.0.0.0/8"));
      this.peer = peer;
    }

    @Override
    protected Optional<String> peerAddress() {
      return peer;
    }
  }
}
