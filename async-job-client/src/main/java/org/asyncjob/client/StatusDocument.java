package org.asyncjob.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;

/** Reads process resources. */
final class StatusDocument {

  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}) seconds?");
  private static final Duration USUAL_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private StatusDocument() {}

  /** Reads the answer to a POST: where the job is, and what else the server says about it. */
  static RemoteJob accepted(Response response) throws IOException {
    Answers.accept(response);
    String location = response.header("Location");
    if (response.code() != 202 || location == null) {
      throw new UnexpectedAnswerException(
          "The server answered "
              + response.code()
              + (location == null ? " without" : " with")
              + " a Location to an upload, instead of 202 with one; is "
              + response.request().url().newBuilder().query(null).build()
              + " the right address?");
    }
    return new RemoteJob(
        Answers.link(response, location),
        RemoteStatus.NOT_STARTED,
        progress(Answers.json(response), response),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Reads the answer to a GET of a process resource. */
  static RemoteJob read(Response response) throws IOException {
    Answers.accept(response);
    return described(response, Answers.json(response));
  }

  /** Reads a document that came with, or in, an answer. */
  static RemoteJob described(Response response, JsonNode document) {
    RemoteStatus status = status(response, document);
    return new RemoteJob(
        response.request().url().uri(),
        status,
        progress(document, response),
        status == RemoteStatus.SUCCEEDED
            ? Optional.of(result(response, document))
            : Optional.empty(),
        status == RemoteStatus.FAILED ? Optional.of(failure(document)) : Optional.empty(),
        warnings(document));
  }

  private static RemoteStatus status(Response response, JsonNode document) {
    if (response.code() == 303) {
      return RemoteStatus.SUCCEEDED;
    }
    Optional<String> word = Answers.text(document.path("status"));
    if (!response.isSuccessful() || word.isEmpty()) {
      throw new UnexpectedAnswerException(
          "The answer ("
              + response.code()
              + ") is no status document; is "
              + response.request().url()
              + " the address of a job?");
    }
    return RemoteStatus.of(word.get())
        .orElseThrow(
            () ->
                new UnexpectedAnswerException(
                    "The server gives the job a status that does not exist, \""
                        + word.get()
                        + "\"."));
  }

  private static URI result(Response response, JsonNode document) {
    return Optional.ofNullable(response.header("Location"))
        .or(() -> Answers.text(document.path("resourceLocation")))
        .map(link -> Answers.link(response, link))
        .orElseThrow(
            () ->
                new UnexpectedAnswerException(
                    "The server says that the job succeeded, but not where its result is."));
  }

  private static RemoteFailure failure(JsonNode document) {
    JsonNode problem = document.path("problem");
    String error =
        Answers.text(document.path("error")).orElse("The job failed; the server does not say why.");
    return new RemoteFailure(
        Answers.text(problem.path("type")).orElse("about:blank"),
        error,
        Answers.text(problem.path("detail")).orElse(error));
  }

  private static List<String> warnings(JsonNode document) {
    List<String> warnings = new ArrayList<>();
    document.path("warnings").forEach(node -> Answers.text(node).ifPresent(warnings::add));
    return warnings;
  }

  private static RemoteProgress progress(JsonNode document, Response response) {
    return new RemoteProgress(
        Math.max(0, Math.min(100, document.path("progress").asInt(0))),
        Answers.text(document.path("phase")).orElse(""),
        document.path("cancel_requested").asBoolean(false),
        seconds(document.path("estimated_time_to_complete")),
        pollAfter(document, response));
  }

  private static Duration pollAfter(JsonNode document, Response response) {
    Duration wait =
        Answers.retryAfter(response)
            .or(() -> seconds(document.path("poll_every")))
            .filter(asked -> !asked.isZero())
            .orElse(USUAL_WAIT);
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static Optional<Duration> seconds(JsonNode node) {
    Matcher matcher = SECONDS.matcher(Answers.text(node).orElse(""));
    return matcher.matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
