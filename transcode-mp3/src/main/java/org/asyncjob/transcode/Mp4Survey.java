package org.asyncjob.transcode;

import java.util.List;

/**
 * What the box structure of a file says that ffprobe does not.
 *
 * @param recognized whether it is of the MP4 family at all
 * @param index whether it has a {@code moov} box, without which nothing can be played
 * @param compressedIndex whether that is compressed, so that nobody knows what is in it
 * @param cutOff whether a box goes on beyond the end of the file
 * @param fragmented whether there are fragments, each with an index of its own
 * @param indexEntries how many samples the index lists, which decides how much memory it takes
 * @param coverBytes size of the cover pictures
 * @param tracks as far as they could be read
 */
record Mp4Survey(
    boolean recognized,
    boolean index,
    boolean compressedIndex,
    boolean cutOff,
    boolean fragmented,
    long indexEntries,
    long coverBytes,
    List<Mp4Track> tracks) {

  Mp4Survey {
    tracks = List.copyOf(tracks);
  }
}
