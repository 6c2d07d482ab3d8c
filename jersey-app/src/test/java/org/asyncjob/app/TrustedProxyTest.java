package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server behind a proxy; the proxy is on this machine. */
class TrustedProxyTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path data;

  @Test
  void theUrlThatATrustedProxyNamesIsAnswered() throws Exception {
    try (ServedApp app = ServedApp.start(data, 0, "--trusted-proxy", "10.0.0.0/8,127.0.0.1")) {
      assertThat(location(app)).startsWith("https://example.org/audio/mp4tomp3/");
    }
  }

  @Test
  void aProxyThatIsNotTrustedIsNotBelieved() throws Exception {
    try (ServedApp app = ServedApp.start(data, 0, "--trusted-proxy", "10.0.0.0/8")) {
      assertThat(location(app)).startsWith(app.base().toString());
    }
    try (ServedApp app = ServedApp.start(data, 0)) {
      assertThat(location(app)).startsWith(app.base().toString());
    }
  }

  @Test
  void aProxyThatIsNoAddressKeepsTheServiceFromStarting() {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> ServedApp.start(data, 0, "--trusted-proxy", "proxy.example"))
        .withMessageContaining("\"proxy.example\"")
        .withMessageContaining("10.0.0.0/8");
  }

  private String location(ServedApp app) throws Exception {
    URI uri = app.base().resolve("mp4tomp3");
    HttpResponse<String> accepted =
        client.send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "video/mp4")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "example.org")
                .header("X-Forwarded-Prefix", "/audio")
                .POST(BodyPublishers.ofString("no film"))
                .build(),
            BodyHandlers.ofString());
    assertThat(accepted.statusCode()).isEqualTo(202);
    return accepted.headers().firstValue("Location").orElseThrow();
  }
}
