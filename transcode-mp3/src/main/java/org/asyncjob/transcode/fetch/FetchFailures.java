package org.asyncjob.transcode.fetch;

import java.time.Duration;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.jspecify.annotations.Nullable;

/**
 * All reasons for which a link is not fetched, in the words in which its sender reads them. They
 * say which step has failed and nothing of what the other side has answered: who sends links could
 * read with our eyes otherwise.
 */
final class FetchFailures {

  private static final String ERROR = "Unable to access the file";

  private FetchFailures() {}

  static JobFailedException refused(String reason) {
    return failure("source-refused", "The address is not allowed", reason, null);
  }

  static JobFailedException refusedAddress(Throwable cause) {
    return failure(
        "source-refused",
        "The address is not allowed",
        "The link leads to an address from which this service does not fetch files: only public"
            + " ones are allowed, unless its operator has allowed others.",
        cause);
  }

  static JobFailedException hostNotFound(Throwable cause) {
    return failure(
        "source-unreachable",
        "The server was not reached",
        "The host that the link names was not found among those that this service may reach.",
        cause);
  }

  static JobFailedException noConnection(Throwable cause) {
    return failure(
        "source-unreachable",
        "The server was not reached",
        "No connection to the server of the link could be made, or it did not answer.",
        cause);
  }

  static JobFailedException notTrusted(Throwable cause) {
    return failure(
        "source-unreachable",
        "The server was not reached",
        "No encrypted connection to the server of the link could be made, or its certificate is"
            + " not one for it.",
        cause);
  }

  static JobFailedException tooManyRedirects(int followed) {
    return failure(
        "source-redirects",
        "Too many redirects",
        "The link leads on and on: " + followed + " redirects were followed.",
        null);
  }

  static JobFailedException notHandedOut() {
    return failure(
        "source-not-available",
        "The file was not handed out",
        "The server of the link was reached and did not hand out the file: check that the link is"
            + " right and has not expired, and that it needs no sign-in.",
        null);
  }

  static JobFailedException interrupted(Throwable cause) {
    return failure(
        "source-interrupted",
        "The transfer broke off",
        "The connection broke before the whole file was there, also when it was tried again.",
        cause);
  }

  static JobFailedException tooSlow(Duration limit) {
    return failure(
        "source-timeout",
        "The transfer took too long",
        "Fetching the file took longer than the " + words(limit) + " that are allowed here.",
        null);
  }

  static JobFailedException tooLarge(long limit) {
    return failure(
        "source-too-large",
        "The file is too large",
        "The file is larger than the " + limit + " bytes that are allowed here.",
        null);
  }

  static JobFailedException webPage() {
    return failure(
        "source-web-page",
        "A web page, not a file",
        "The link leads to a web page and not to a file: use the link of the download itself, and"
            + " check that it needs no sign-in.",
        null);
  }

  static JobFailedException notShared(String where) {
    return failure(
        "source-web-page",
        "A web page, not a file",
        where
            + " shows a page instead of the file: share it with everybody who has the link, and"
            + " link the file itself, not its folder.",
        null);
  }

  static JobFailedException driveWarning() {
    return failure(
        "source-warning-page",
        "A warning, not a file",
        "Google Drive cannot scan files as large as this one for viruses, and shows a warning that"
            + " only a person can confirm: upload the file itself, or link it from elsewhere.",
        null);
  }

  static JobFailedException driveQuota() {
    return failure(
        "source-warning-page",
        "A warning, not a file",
        "Google Drive hands out this file no more for now, as too many have fetched it: try again"
            + " tomorrow, or link a copy of it.",
        null);
  }

  private static JobFailedException failure(
      String type, String title, String detail, @Nullable Throwable cause) {
    JobFailure failure = new JobFailure(type, title, detail, ERROR);
    return cause == null ? new JobFailedException(failure) : new JobFailedException(failure, cause);
  }

  private static String words(Duration limit) {
    return limit.toSecondsPart() == 0 && limit.toMinutes() > 0
        ? limit.toMinutes() + (limit.toMinutes() == 1 ? " minute" : " minutes")
        : limit.toMillis() / 1000.0 + " seconds";
  }
}
