package org.asyncjob;

import java.util.regex.Pattern;

/**
 * Why a job failed, as the person who submitted it may read it: no paths, no stack traces, no raw
 * output of other programs.
 *
 * @param type the problem's name, lower-case words with hyphens, e.g. {@code no-audio-track}; what
 *     programs compare (RFC 9457, section 3.1.1, appends it to {@code urn:problem-type:asyncjob:})
 * @param title what kind of problem this is, a few words that are the same at each occurrence
 * @param detail one sentence for a person about this occurrence
 * @param error what a person reads first; the same as {@code detail}, unless a fixed sentence has
 *     to stand there and {@code detail} tells more
 */
public record JobFailure(String type, String title, String detail, String error)
    implements JobOutcome {

  private static final Pattern TYPE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if {@code type} is not lower-case words with hyphens, or a
   *     text is blank
   */
  public JobFailure {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "problem type \"" + type + "\" is not lower-case words with hyphens");
    }
    if (title.isBlank() || detail.isBlank() || error.isBlank()) {
      throw new IllegalArgumentException(
          "a failure of type " + type + " needs a title, a detail and an error; one is blank");
    }
  }

  /**
   * Makes one whose {@code error} is its {@code detail}.
   *
   * @throws IllegalArgumentException as above
   */
  public JobFailure(String type, String title, String detail) {
    this(type, title, detail, detail);
  }
}
