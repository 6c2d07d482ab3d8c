package org.asyncjob;

import java.net.URI;
import java.util.List;

/** What a job that succeeded has made: bytes, a small JSON value, or a link to either. */
public sealed interface JobResult extends JobOutcome {

  /** Returns a result whose bytes a blob store keeps. */
  static Bytes blob(Blob blob) {
    return new Bytes(blob);
  }

  /**
   * Returns a result that is somewhere else: clients are sent there. It is shown to whoever may see
   * the job, and is not deleted with it.
   *
   * @throws IllegalArgumentException if it is not an absolute http or https address, or has a name
   *     and a password
   */
  static JobResult link(URI target) {
    return new Link(target);
  }

  /**
   * Bytes of any number.
   *
   * @param blob where they are, under their name and media type
   * @param warnings what is wrong with them although the job succeeded, a sentence each for the
   *     person who submitted it: no paths, no stack traces. Other results have room for that
   *     themselves
   */
  record Bytes(Blob blob, List<String> warnings) implements JobResult {

    /** Copies the warnings. */
    public Bytes {
      warnings = List.copyOf(warnings);
    }

    /** Makes a result with which nothing is wrong. */
    public Bytes(Blob blob) {
      this(blob, List.of());
    }

    /** Returns the same bytes with these warnings instead of others. */
    public Bytes withWarnings(List<String> sentences) {
      return new Bytes(blob, sentences);
    }
  }

  /**
   * A value that is small enough to be kept with the job itself, without a blob store.
   *
   * @param text JSON, as it is handed out; {@code JobContext.json} makes it
   */
  record Json(String text) implements JobResult {

    /** How long it is at most, in UTF-8: 1 MiB. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int MOST_BYTES_OF_A_CHAR = 3;

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_BYTES}
     */
    public Json {
      boolean fits = text.length() <= MAX_BYTES / MOST_BYTES_OF_A_CHAR || bytes(text) <= MAX_BYTES;
      if (!fits) {
        throw new IllegalArgumentException(
            "a JSON result of "
                + bytes(text)
                + " bytes is longer than "
                + MAX_BYTES
                + ": write it into a blob, with JobContext.createOutput(..)");
      }
    }

    private static long bytes(String text) {
      long bytes = 0;
      for (int i = 0; i < text.length(); i++) {
        char unit = text.charAt(i);
        // Of the four bytes of a supplementary character each surrogate counts two.
        bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
      }
      return bytes;
    }

    @Override
    public String toString() {
      return "JSON of " + text.length() + " characters";
    }
  }

  /**
   * The address of something that others keep.
   *
   * @param target absolute, http or https
   */
  record Link(URI target) implements JobResult {

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException as {@link JobResult#link} says
     */
    public Link {
      String scheme = target.getScheme();
      boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!isHttp || target.getHost() == null) {
        throw new IllegalArgumentException(
            "\""
                + target
                + "\" is no address for a result: it has to be an absolute http or https one,"
                + " such as https://example.org/report.pdf");
      }
      if (target.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "the address of a result at \""
                + target.getHost()
                + "\" has a name or a password in it, and every client would see them:"
                + " link an address that needs none");
      }
    }
  }
}
