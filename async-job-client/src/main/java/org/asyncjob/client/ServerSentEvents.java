package org.asyncjob.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads a stream of events as the HTML standard has it (section 9.2.6). Comments, and fields that
 * nobody knows, are passed over. Not safe for many threads.
 */
final class ServerSentEvents {

  private static final long LONGEST = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,9}");

  /**
   * What happened.
   *
   * @param name what kind of event it is; empty if the stream does not say
   * @param data its lines
   * @param id what a client that connects again has seen; empty if the stream does not say
   */
  record Event(String name, String data, String id) {}

  private final BufferedSource source;
  private final StringBuilder data = new StringBuilder();
  private String name = "";
  private String id = "";
  private Optional<Duration> retry = Optional.empty();
  private boolean isFirstLine = true;
  private boolean isAfterReturn;

  ServerSentEvents(BufferedSource source) {
    this.source = source;
  }

  /** How long to wait before connecting again, if the stream has said so. */
  Optional<Duration> retry() {
    return retry;
  }

  /**
   * Waits for the next event; empty at the end of the stream.
   *
   * @throws IOException if the stream breaks
   * @throws UnexpectedAnswerException if an event is longer than a document may be
   */
  Optional<Event> next() throws IOException {
    name = "";
    data.setLength(0);
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      if (!line.get().isEmpty()) {
        take(line.get());
      } else if (data.length() > 0) {
        data.setLength(data.length() - 1); // the end of its last line
        return Optional.of(new Event(name, data.toString(), id));
      } else {
        name = "";
      }
    }
    return Optional.empty();
  }

  private void take(String line) {
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    switch (field) {
      case "event" -> name = value;
      case "data" -> requireShort(data.append(value).append('\n').length());
      case "id" -> id = value.indexOf('\0') < 0 ? value : id;
      case "retry" -> {
        if (MILLISECONDS.matcher(value).matches()) {
          retry = Optional.of(Duration.ofMillis(Long.parseLong(value)));
        }
      }
      default -> {
        // a comment, or a field of later times
      }
    }
  }

  /** The next line without its end; what is not ended is none. */
  private Optional<String> line() throws IOException {
    Buffer line = new Buffer();
    while (!source.exhausted()) {
      byte next = source.readByte();
      boolean isSecondHalf = next == '\n' && isAfterReturn;
      isAfterReturn = next == '\r';
      if (isSecondHalf) {
        continue;
      }
      if (next == '\n' || next == '\r') {
        return Optional.of(text(line));
      }
      line.writeByte(next);
      requireShort(line.size());
    }
    return Optional.empty();
  }

  private String text(Buffer line) {
    String text = line.readUtf8();
    boolean isMarked = isFirstLine && text.startsWith(BYTE_ORDER_MARK);
    isFirstLine = false;
    return isMarked ? text.substring(1) : text;
  }

  private static void requireShort(long length) {
    if (length > LONGEST) {
      throw new UnexpectedAnswerException(
          "The server sends an event that is longer than " + LONGEST + " bytes.");
    }
  }
}
