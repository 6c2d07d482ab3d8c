package org.asyncjob.transcode;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;

/**
 * All reasons for which a file is not converted, or not all of it, in the words in which its owner
 * reads them: on the command line, as {@code error} of a failed job and as its {@code warnings}.
 * docs/hostile-input.md shows which file meets which.
 */
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

  static JobFailedException cutOffBeforeAudio() {
    return failure(
        "truncated", CUT_OFF, "The file is cut off: none of its audio could be converted.");
  }

  /** A warning: the end of the file is missing, and what is there was converted. */
  static String cutOff(Duration readable, Optional<Duration> expected) {
    return "The file is cut off: only the first "
        + (expected.isPresent() ? amount(readable, expected.get()) : oneDecimal(readable))
        + " seconds could be converted.";
  }

  /** A warning: parts in between could not be read and are left out. */
  static String damaged(Duration readable, Duration expected) {
    return "The audio is damaged: %s of %s seconds could not be read and are missing in the MP3."
        .formatted(oneDecimal(expected.minus(readable)), oneDecimal(expected));
  }

  /** A warning: there is sound for all of it, of which some is not what it was. */
  static String damagedInPlaces() {
    return "The audio is damaged in places: some of it may be silent or sound wrong in the MP3.";
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

  static JobFailedException indexTooLarge(long entries) {
    return failure(
        "index-too-large",
        "The index is too large",
        "The index of the file lists "
            + entries
            + " pieces of sound and pictures, which is more than is read here.");
  }

  static JobFailedException compressedIndex() {
    return failure(
        "unsupported-index",
        "Unsupported index",
        "The index of the file is compressed, which is not supported here.");
  }

  static JobFailedException elsewhere() {
    return failure(
        "external-audio",
        "The audio is in another file",
        "The audio is not in this file: it refers to another one, which is not followed.");
  }

  static JobFailedException tooMuchCpu(Duration limit) {
    return failure(
        "time-limit",
        "The conversion took too long",
        "The conversion took more than the "
            + words(limit)
            + " of processor time that are allowed here.");
  }

  static JobFailedException tooMuchMemory(long limit) {
    return failure(
        "memory-limit",
        "The conversion took too much memory",
        "The conversion took more than the "
            + (limit >> 20)
            + " MiB of memory that are allowed here.");
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
