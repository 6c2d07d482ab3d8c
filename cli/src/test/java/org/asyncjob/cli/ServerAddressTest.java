package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, http://localhost:8080/mp4tomp3",
    "http://localhost:8080/, http://localhost:8080/mp4tomp3",
    "https://example.org/audio, https://example.org/audio/mp4tomp3",
    "https://example.org/audio/, https://example.org/audio/mp4tomp3",
    "http://[::1]:8080/mp4tomp3/, http://[::1]:8080/mp4tomp3"
  })
  void workGoesToTheControllerBelowIt(String server, String controller) {
    assertThat(new ServerAddress(server).controller()).hasToString(controller);
  }

  @Test
  void anIdIsAJobOfThisServerAndAnAddressAJobOfAny() {
    ServerAddress server = new ServerAddress("https://example.org/audio");

    assertThat(server.job("1f")).hasToString("https://example.org/audio/mp4tomp3/1f");
    assertThat(server.job("a b")).hasToString("https://example.org/audio/mp4tomp3/a%20b");
    assertThat(server.job("http://localhost/x/1")).hasToString("http://localhost/x/1");
  }

  @ParameterizedTest
  @CsvSource({"localhost:8080", "ftp://example.org", "file:///tmp", "http://", "http://a b"})
  void anythingElseIsRefused(String server) {
    assertThatThrownBy(() -> new ServerAddress(server).controller())
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("\"" + server + "\" is no address of a server");
  }
}
