package org.asyncjob.transcode;

/**
 * A track, as the index of an MP4 describes it.
 *
 * @param id its number in the file
 * @param handler four letters for what it is; {@code soun} for audio
 * @param format four letters for the format of its samples; empty if the index does not say
 * @param encrypted whether the samples need a key
 * @param elsewhere whether the samples are in another file
 */
record Mp4Track(long id, String handler, String format, boolean encrypted, boolean elsewhere) {

  boolean audio() {
    return handler.equals("soun");
  }

  /** The format without what may not be shown. */
  String printableFormat() {
    return format.replaceAll("[^A-Za-z0-9. -]", "");
  }
}
