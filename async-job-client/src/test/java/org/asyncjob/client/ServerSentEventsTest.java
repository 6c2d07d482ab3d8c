package org.asyncjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.asyncjob.client.ServerSentEvents.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of event streams: section 9.2.6 of the HTML standard, its examples among others. */
class ServerSentEventsTest {

  private static ServerSentEvents events(String stream) {
    return new ServerSentEvents(new Buffer().writeUtf8(stream));
  }

  private static List<Event> all(String stream) throws IOException {
    ServerSentEvents events = events(stream);
    List<Event> all = new ArrayList<>();
    for (var event = events.next(); event.isPresent(); event = events.next()) {
      all.add(event.get());
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndInThreeWays(String end) throws IOException {
    assertThat(all("event: a%nid: 1%ndata: x%n%ndata: y%n%n".replace("%n", end)))
        .containsExactly(new Event("a", "x", "1"), new Event("", "y", "1"));
  }

  @Test
  void dataMayHaveSeveralLines() throws IOException {
    assertThat(all("data: YHOO\ndata: +2\ndata: 10\n\n"))
        .containsExactly(new Event("", "YHOO\n+2\n10", ""));
  }

  @Test
  void oneSpaceAfterTheColonIsNotPartOfTheValue() throws IOException {
    assertThat(all("data:test\n\ndata: test\n\ndata:  test\n\n"))
        .extracting(Event::data)
        .containsExactly("test", "test", " test");
  }

  @Test
  void linesWithoutColonAreFieldsWithoutValue() throws IOException {
    assertThat(all("data\n\ndata\ndata\n\ndata:"))
        .extracting(Event::data)
        .containsExactly("", "\n");
  }

  @Test
  void commentsAndUnknownFieldsAreNothing() throws IOException {
    assertThat(all(": test stream\n\nwhatever: x\n\ndata: first\n\n"))
        .containsExactly(new Event("", "first", ""));
  }

  @Test
  void anEventWithoutDataIsNoneButItsIdCounts() throws IOException {
    assertThat(all("event: a\nid: 1\n\ndata: x\n\nid\ndata: y\n\nid: 2\u00003\ndata: z\n\n"))
        .containsExactly(new Event("", "x", "1"), new Event("", "y", ""), new Event("", "z", ""));
  }

  @Test
  void anEventThatIsNotEndedIsNone() throws IOException {
    assertThat(all("data: x\n\ndata: y\n")).containsExactly(new Event("", "x", ""));
    assertThat(all("data: x\n\ndata: y")).containsExactly(new Event("", "x", ""));
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheFirstLine() throws IOException {
    assertThat(all("\uFEFFdata: x\n\n\uFEFFdata: y\n\n")).containsExactly(new Event("", "x", ""));
  }

  @Test
  void aTimeToConnectAgainIsANumberOfMilliseconds() throws IOException {
    ServerSentEvents events = events("data: x\n\nretry: soon\ndata: y\n\nretry: 2500\ndata: z\n\n");

    events.next();
    events.next();
    assertThat(events.retry()).isEmpty();
    events.next();
    assertThat(events.retry()).contains(Duration.ofMillis(2500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: %s", "data: %s\ndata: %s\n\n"})
  void anEventThatDoesNotEndIsNotReadForEver(String form) {
    String half = "x".repeat(form.contains("\n") ? 600_000 : 1_100_000);

    assertThatThrownBy(() -> all(form.replace("%s", half)))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("longer than 1048576 bytes");
  }
}
