package org.asyncjob.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.BufferedSource;

/** What answers of every kind have in common: refusals, links, waiting times, JSON. */
final class Answers {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LONGEST_DOCUMENT = 1 << 20;
  private static final int LONGEST_TEXT = 1000;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");
  private static final Pattern WHOLE_SECONDS = Pattern.compile("\\d{1,9}");

  private static final Pattern WAIT =
      Pattern.compile("(^|,)\\s*wait\\s*=", Pattern.CASE_INSENSITIVE);

  /** A server that says "at once" would otherwise be asked without pause. */
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);

  private Answers() {}

  /**
   * Lets 2xx and 3xx pass.
   *
   * @throws ServerBusyException for 429, 502, 503 and 504
   * @throws RequestRefusedException for every other error
   */
  static void accept(Response response) throws IOException {
    int status = response.code();
    if (status < 400) {
      return;
    }
    JsonNode problem = json(response);
    String sentence = problemSentence(problem).orElseGet(() -> bareSentence(response));
    if (status == 429 || (status >= 502 && status <= 504)) {
      throw new ServerBusyException(sentence, retryAfter(response));
    }
    throw new RequestRefusedException(
        status, text(problem.path("type")).orElse("about:blank"), sentence);
  }

  /**
   * Lets 200 pass, of answers that {@linkplain #accept passed} already.
   *
   * @throws UnexpectedAnswerException for everything else
   */
  static void requireOk(Response response, String expected) {
    if (response.code() != 200) {
      throw new UnexpectedAnswerException(
          "The server answered " + response.code() + " where " + expected + " should be.");
    }
  }

  /** Whether the server says that it held the answer, as it was asked to (RFC 7240). */
  static boolean isHeld(Response response) {
    return response.headers("Preference-Applied").stream()
        .anyMatch(applied -> WAIT.matcher(applied).find());
  }

  /** The body as JSON, once; a missing node if it is none. */
  static JsonNode json(Response response) throws IOException {
    BufferedSource body = response.body().source();
    if (body.request(LONGEST_DOCUMENT + 1)) {
      return MissingNode.getInstance();
    }
    return parsed(body.readUtf8());
  }

  /** A text as JSON; a missing node if it is none. */
  static JsonNode parsed(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * A small result as text.
   *
   * @throws UnexpectedAnswerException if it is none, or longer than a document may be
   */
  static String resultText(Response response) throws IOException {
    accept(response);
    requireOk(response, "the result");
    if (response.body().source().request(LONGEST_DOCUMENT + 1)) {
      throw new UnexpectedAnswerException(
          "The result is longer than " + LONGEST_DOCUMENT + " bytes; download it into a file.");
    }
    return response.body().string();
  }

  /** A text as it may be shown on a terminal: one line, nothing that steers the terminal. */
  static Optional<String> text(JsonNode node) {
    if (!node.isTextual()) {
      return Optional.empty();
    }
    String line = UNPRINTABLE.matcher(node.textValue()).replaceAll(" ").strip();
    return line.isEmpty()
        ? Optional.empty()
        : Optional.of(line.substring(0, Math.min(line.length(), LONGEST_TEXT)));
  }

  /** The header Retry-After, in either of its forms. */
  static Optional<Duration> retryAfter(Response response) {
    String header = response.header("Retry-After");
    if (header == null) {
      return Optional.empty();
    }
    if (WHOLE_SECONDS.matcher(header).matches()) {
      return Optional.of(atLeastShortest(Duration.ofSeconds(Long.parseLong(header))));
    }
    return Optional.ofNullable(response.headers().getInstant("Retry-After"))
        .map(date -> atLeastShortest(Duration.between(Instant.now(), date)));
  }

  private static Duration atLeastShortest(Duration wait) {
    return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
  }

  /**
   * Where a link in an answer leads.
   *
   * @throws UnexpectedAnswerException if it leads to anything else than http or https
   */
  static URI link(Response response, String link) {
    HttpUrl target = response.request().url().resolve(link);
    if (target == null) {
      throw new UnexpectedAnswerException(
          "The server refers to \""
              + UNPRINTABLE.matcher(link).replaceAll(" ")
              + "\", and only http and https addresses are followed.");
    }
    return target.uri();
  }

  private static Optional<String> problemSentence(JsonNode problem) {
    return text(problem.path("detail"))
        .or(() -> text(problem.path("title")))
        .map(sentence -> sentence.endsWith(".") ? sentence : sentence + ".");
  }

  private static String bareSentence(Response response) {
    return "The server answered "
        + response.code()
        + " to "
        + response.request().method()
        + " "
        + response.request().url()
        + ".";
  }
}
