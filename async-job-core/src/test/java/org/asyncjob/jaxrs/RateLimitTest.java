package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;

import jakarta.ws.rs.container.PreMatching;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.asyncjob.jaxrs.RateLimit.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of callers that ask too much, and who a caller is. */
class RateLimitTest {

  private final List<String> uses = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;

  private PlaysServer server(Optional<String> peer, Use refused, Duration wait) throws Exception {
    return new PlaysServer(
        directory,
        settings -> settings.rateLimit((use, caller) -> counted(use, caller, refused, wait)),
        new Peers(peer));
  }

  private Optional<Duration> counted(Use use, String caller, Use refused, Duration wait) {
    uses.add(use + " " + caller);
    return use == refused ? Optional.of(wait) : Optional.empty();
  }

  @ParameterizedTest
  @CsvSource({"PT0.000000001S, 1", "PT1S, 1", "PT1.001S, 2", "PT59.5S, 60"})
  void aSubmissionTooManyIsRefusedBeforeItIsReadWithTheTimeToComeBack(Duration wait, String seconds)
      throws Exception {
    try (PlaysServer server = server(Optional.of("203.0.113.7"), Use.SUBMISSION, wait)) {
      HttpResponse<String> refused =
          server.post("?act=play", "x".repeat(500), "Content-Type", "text/plain");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains(seconds);
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(json(refused).path("type").asText())
          .isEqualTo("urn:problem-type:asyncjob:too-many-requests");
      assertThat(uses).containsExactly("SUBMISSION address 203.0.113.7");
      assertThat(server.files()).isEmpty();
    }
  }

  @Test
  void aRefusedSubmissionLeavesItsIdempotencyKeyFree() throws Exception {
    try (PlaysServer server =
        server(Optional.of("1.2.3.4"), Use.SUBMISSION, Duration.ofMillis(1))) {
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> refused =
            server.post("?act=play", "x", "Content-Type", "text/plain", "Idempotency-Key", "k");
        assertThat(refused.statusCode()).isEqualTo(429);
      }
    }
  }

  @Test
  void pollsAndStreamsAreRefusedAndResultsAreNot() throws Exception {
    try (PlaysServer server = server(Optional.of("1.2.3.4"), Use.POLL, Duration.ofSeconds(3))) {
      URI process = server.submit("json");
      URI result = URI.create(process + "/result");

      assertThat(server.get(process).statusCode()).isEqualTo(429);
      assertThat(server.get(process, "Accept", "text/event-stream").statusCode()).isEqualTo(429);
      assertThat(server.get(result).statusCode()).isNotEqualTo(429);
      assertThat(server.delete(process).statusCode()).isIn(202, 204);
      assertThat(uses)
          .containsExactly(
              "SUBMISSION address 1.2.3.4", "POLL address 1.2.3.4", "POLL address 1.2.3.4");
    }
  }

  @Test
  void whoeverIsKnownByNameIsCountedByName() throws Exception {
    try (PlaysServer server = server(Optional.of("1.2.3.4"), Use.POLL, Duration.ofSeconds(3))) {
      server.submit("play", "X-Test-User", "ann");

      assertThat(uses).containsExactly("SUBMISSION principal ann");
    }
  }

  @Test
  void whoeverIsNotKnownAtAllIsNotCounted() throws Exception {
    try (PlaysServer server = server(Optional.empty(), Use.SUBMISSION, Duration.ofSeconds(3))) {
      server.submit("play");

      assertThat(uses).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Forwarded       | for=1.2.3.4                                | address 1.2.3.4",
        "Forwarded       | for=9.9.9.9, for=1.2.3.4                   | address 1.2.3.4",
        "Forwarded       | for=1.2.3.4, for=10.1.1.1                  | address 1.2.3.4",
        "Forwarded       | for=10.5.5.5, for=10.1.1.1                 | address 10.5.5.5",
        "Forwarded       | for=1.2.3.4, for=_hidden                   | address 10.0.0.1",
        "Forwarded       | for=_hidden, for=10.1.1.1                  | address 10.1.1.1",
        "Forwarded       | proto=https                                | address 10.0.0.1",
        "Forwarded       | nonsense                                   | address 10.0.0.1",
        "Forwarded       | for=\"[2001:db8:1:2:3:4:5:6]:4711\"          | address 20:01:0d:b8:00:01:00:02",
        "X-Forwarded-For | 2001:db8:1:2:ffff::1                       | address 20:01:0d:b8:00:01:00:02",
        "X-Forwarded-For | 9.9.9.9, 1.2.3.4, 10.1.1.1                 | address 1.2.3.4",
        "X-Forwarded-For | ::ffff:1.2.3.4                             | address 1.2.3.4",
        "X-Forwarded-For | unknown                                    | address 10.0.0.1",
        "X-Nothing       | 1.2.3.4                                    | address 10.0.0.1"
      })
  void behindATrustedProxyTheClientCounts(String field, String value, String caller)
      throws Exception {
    try (PlaysServer server = server(Optional.of("10.0.0.1"), Use.POLL, Duration.ofSeconds(3))) {
      server.submit("play", field, value);

      assertThat(uses).containsExactly("SUBMISSION " + caller);
    }
  }

  @Test
  void nobodyElseIsBelievedAboutTheClient() throws Exception {
    try (PlaysServer server = server(Optional.of("11.0.0.1"), Use.POLL, Duration.ofSeconds(3))) {
      server.submit("play", "X-Forwarded-For", "1.2.3.4");

      assertThat(uses).containsExactly("SUBMISSION address 11.0.0.1");
    }
  }

  @PreMatching
  private static final class Peers extends TrustedProxies {

    private final Optional<String> peer;

    Peers(Optional<String> peer) {
      super(List.of("10.0.0.0/8"));
      this.peer = peer;
    }

    @Override
    protected Optional<String> peerAddress() {
      return peer;
    }
  }
}
