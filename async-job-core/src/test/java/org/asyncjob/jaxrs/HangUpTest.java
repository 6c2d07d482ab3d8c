package org.asyncjob.jaxrs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients that wait for a job and die, over real sockets: nothing of them is left in the server,
 * neither among those who wait nor among the requests, no thread and no socket, while the job that
 * they waited for goes on.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangUpTest {

  private static final int CLIENTS = 20;
  private static final Pattern WAITERS =
      Pattern.compile("org\\.asyncjob\\.engine\\.(Waiting|Following)");
  private static final Pattern REQUESTS =
      Pattern.compile("org\\.glassfish\\.jersey\\.server\\.ContainerRequest");
  private static final Pattern CONNECTIONS =
      Pattern.compile("org\\.glassfish\\.grizzly\\.nio\\.transport\\.TCPNIOConnection");

  /** The requests that ask for the status, and the last ones that pooled threads remember. */
  private static final int OF_THE_TEST_ITSELF = CLIENTS / 2;

  @TempDir Path directory;

  private final List<Socket> clients = new ArrayList<>();
  private PlaysServer server;
  private int percent;

  @BeforeEach
  void start() throws Exception {
    server = new PlaysServer(directory, settings -> settings.longestWait(Duration.ofSeconds(3)));
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket client : clients) {
      client.close();
    }
    server.steps.add(101);
    server.close();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300));
  }

  /** Sends a request, and reads nothing. */
  private void ask(URI process, String field) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), process.getPort());
    clients.add(client);
    String head =
        "GET " + process.getPath() + " HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n";
    client.getOutputStream().write(head.getBytes(US_ASCII));
    client.getOutputStream().flush();
  }

  private static Stream<String> threadsInAnAnswer() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(HangUpTest::isInAnAnswer)
        .map(thread -> thread.getKey().getName());
  }

  private static boolean isInAnAnswer(Map.Entry<Thread, StackTraceElement[]> thread) {
    return Stream.of(thread.getValue())
        .map(StackTraceElement::getClassName)
        .anyMatch(
            name ->
                name.equals(EventStream.class.getName())
                    || name.equals(JobResource.class.getName()));
  }

  @ParameterizedTest
  @CsvSource({
    "Prefer: wait=3, true",
    "Prefer: wait=3, false",
    "Accept: text/event-stream, true",
    "Accept: text/event-stream, false"
  })
  void aClientThatDiesWhileItWaitsLeavesNothingBehind(String field, boolean byReset)
      throws Exception {
    URI process = server.submit("steps");
    server.await(process, "Running");
    for (int i = 0; i < CLIENTS; i++) {
      ask(process, field);
    }
    soon().until(() -> LiveObjects.count(WAITERS) == CLIENTS);
    assertThat(LiveObjects.count(REQUESTS)).isGreaterThanOrEqualTo(CLIENTS);
    assertThat(LiveObjects.count(CONNECTIONS)).isGreaterThanOrEqualTo(CLIENTS);

    for (Socket client : clients) {
      client.setSoLinger(byReset, 0);
      client.close();
    }

    soon().until(() -> progressed() && LiveObjects.count(WAITERS) == 0);
    soon().until(() -> LiveObjects.count(REQUESTS) <= OF_THE_TEST_ITSELF);
    soon().until(() -> LiveObjects.count(CONNECTIONS) <= OF_THE_TEST_ITSELF);
    soon().until(() -> threadsInAnAnswer().findAny().isEmpty());
    assertThat(server.get(process).statusCode()).isEqualTo(200);
    server.steps.add(101);
    server.await(process, "Succeeded");
  }

  /** Who is gone is noticed when there is something to tell. */
  private boolean progressed() {
    percent = Math.min(100, percent + 1);
    return server.steps.add(percent);
  }
}
