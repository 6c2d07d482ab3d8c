package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Requests that no client library would send. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class MalformedRequestTest {

  @TempDir Path data;

  @Test
  void anAddressThatIsNoneIsTheClientsMistakeAndNotOurs() throws Exception {
    try (ServedApp app = ServedApp.start(data)) {
      assertBadRequest(answer(app.base(), "GET /mp4tomp3/%zz", "example.org"));
      assertBadRequest(answer(app.base(), "GET /mp4tomp3?%zz=1", "example.org"));
      assertBadRequest(answer(app.base(), "GET /", "a b<>"));
    }
  }

  private static void assertBadRequest(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"status\":400");
  }

  private static String answer(URI base, String request, String host) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      String head = request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
