package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Locale;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;

/** All reasons for which a file is not converted, in the words in which its owner reads them. */
final class Failures {

  /** The type of a failure that only the log explains. */
  static final String UNEXPLAINED = "conversion-failed";

  private static final String CUT_OFF = "The file is cut off";

  private Failures() {}

  static JobFailedException emptyFile() {
    return failure("empty-file", "The file is empty", "The file is empty.");
  }

  static JobFailedException notAMediaFile() {
    return failure(
        "not-a-media-file",
        "Not a media file",
        "The file is not an MP4, M4A, 3GP or QuickTime file, whatever its name says.");
  }

  static JobFailedException withoutIndex() {
    return failure(
        "truncated",
        CUT_OFF,
        "The file is incomplete: its index is missing; perhaps the recording or the upload was"
            + " interrupted.");
  }

  static JobFailedException cutOff(Duration readable, Duration expected) {
    return failure(
        "truncated",
        CUT_OFF,
        "The file is cut off: only " + amount(readable, expected) + " seconds could be read.");
  }

  static JobFailedException cutOffAfter(Duration readable) {
    return failure(
        "truncated",
        CUT_OFF,
        "The file is cut off after %s seconds.".formatted(oneDecimal(readable)));
  }

  static JobFailedException damaged(Duration readable, Duration expected) {
    return failure(
        "damaged",
        "The file is damaged",
        "The file is damaged: only " + amount(readable, expected) + " seconds could be read.");
  }

  static JobFailedException unreadable() {
    return failure(
        "damaged", "The file is damaged", "The file is damaged: none of its audio could be read.");
  }

  static JobFailedException noAudioTrack() {
    return failure("no-audio-track", "No audio", "The file has no audio track.");
  }

  static JobFailedException noSuchTrack(String wanted, String tracks) {
    return failure(
        "no-such-track",
        "No such audio track",
        "The file has no audio track \"%s\" (option \"track\"). It has %s."
            .formatted(wanted, tracks));
  }

  static JobFailedException nothingFrom(Duration from, Duration end) {
    return failure(
        "nothing-to-convert",
        "Nothing to convert",
        "Option \"from\" is %s seconds, and the audio ends at %s seconds: it has to be less."
            .formatted(PlayingTime.text(from), threeDecimals(end)));
  }

  static JobFailedException nothingFrom(Duration from) {
    return failure(
        "nothing-to-convert",
        "Nothing to convert",
        "Option \"from\" is %s seconds, and the audio ends before that: it has to be less."
            .formatted(PlayingTime.text(from)));
  }

  static JobFailedException encrypted() {
    return failure(
        "encrypted",
        "The audio is encrypted",
        "The audio is encrypted (copy protection) and cannot be read without its key.");
  }

  static JobFailedException unsupportedCodec(String name) {
    String shown = name.isBlank() ? "" : " (" + name.strip() + ")";
    return failure(
        "unsupported-codec",
        "Unknown audio format",
        "The audio is in a format that the converter does not know" + shown + ".");
  }

  static JobFailedException tooLong(Duration limit) {
    return failure(
        "too-long",
        "The audio is too long",
        "The audio is longer than the " + words(limit) + " that are converted here.");
  }

  static JobFailedException tooLarge(long limit) {
    return failure(
        "result-too-large",
        "The result is too large",
        "The MP3 would be larger than the " + limit + " bytes that are allowed here.");
  }

  static JobFailedException tooSlow(Duration limit) {
    return failure(
        "time-limit",
        "The conversion took too long",
        "The conversion took longer than the " + words(limit) + " that are allowed here.");
  }

  static JobFailedException noSpace(Throwable cause) {
    return new JobFailedException(
        new JobFailure(
            "no-space",
            "No disk space",
            "There is not enough disk space here to write the MP3; try again later."),
        cause);
  }

  static JobFailedException conversionFailed(Throwable cause) {
    return new JobFailedException(
        new JobFailure(
            UNEXPLAINED,
            "The conversion failed",
            "The converter failed on this file for a reason that only the log of this service"
                + " says."),
        cause);
  }

  private static JobFailedException failure(String type, String title, String detail) {
    return new JobFailedException(new JobFailure(type, title, detail));
  }

  private static String amount(Duration readable, Duration expected) {
    return oneDecimal(readable) + " of " + oneDecimal(expected);
  }

  private static String threeDecimals(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }

  private static String oneDecimal(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1e3);
  }

  /** E.g. {@code 4 hours}, {@code 90 minutes}, {@code 5 seconds}. */
  private static String words(Duration duration) {
    if (duration.toSeconds() == 0) {
      return duration.toMillis() + " milliseconds";
    }
    if (duration.toSecondsPart() != 0) {
      return count(duration.toSeconds(), "second");
    }
    return duration.toMinutesPart() != 0
        ? count(duration.toMinutes(), "minute")
        : count(duration.toHours(), "hour");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
