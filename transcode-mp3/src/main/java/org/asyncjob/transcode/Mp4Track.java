package org.asyncjob.transcode;

import java.util.Set;

/**
 * A track, as the index of an MP4 describes it.
 *
 * @param id its number in the file
 * @param handler four letters for what it is; {@code soun} for audio
 * @param format four letters for the format of its samples; empty if the index does not say
 */
record Mp4Track(long id, String handler, String format) {

  private static final Set<String> ENCRYPTED = Set.of("enca", "encv", "drms", "drmi", "aavd");

  boolean audio() {
    return handler.equals("soun");
  }

  /** Whether the samples need a key: Common Encryption, FairPlay and Audible are recognized. */
  boolean encrypted() {
    return ENCRYPTED.contains(format);
  }

  /** The format without what may not be shown. */
  String printableFormat() {
    return format.replaceAll("[^A-Za-z0-9. -]", "");
  }
}
