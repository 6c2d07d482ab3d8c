package org.asyncjob.transcode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ffmpeg says on standard error: its last lines, for our log, and what we understand of all
 * lines. Safe for many threads.
 */
final class FfmpegLog {

  private static final int LINES_KEPT = 60;
  // Printed at the end by -v verbose; the only place that tells the exact length of the audio.
  private static final Pattern ENCODED =
      Pattern.compile("\\(audio\\): \\d+ frames encoded \\((\\d{1,18}) samples\\)");

  private final Deque<String> last = new ArrayDeque<>();
  private boolean cutOff;
  private boolean noSpace;
  private boolean noDecoder;
  private boolean noMemory;
  private boolean noTime;
  private long undecodable;
  private OptionalLong encodedSamples = OptionalLong.empty();

  synchronized void add(String line) {
    if (last.size() == LINES_KEPT) {
      last.removeFirst();
    }
    last.addLast(line);
    cutOff |= line.contains("partial file");
    noSpace |= line.contains("No space left on device");
    noMemory |= line.contains("Cannot allocate memory");
    // SIGXCPU, after which it ends as if it were asked to.
    noTime |= line.contains("received signal 24");
    if (line.contains("Error submitting packet to decoder")
        || line.contains("Error while decoding stream")) {
      undecodable++;
    }
    noDecoder |=
        line.contains("no decoder found") || line.contains("Decoding requested, but no decoder");
    Matcher encoded = ENCODED.matcher(line);
    if (encoded.find()) {
      encodedSamples = OptionalLong.of(Long.parseLong(encoded.group(1)));
    }
  }

  /** Whether the input ended before all that its index promises. */
  synchronized boolean cutOff() {
    return cutOff;
  }

  synchronized boolean noSpace() {
    return noSpace;
  }

  /** Whether it wanted more memory than it may have. */
  synchronized boolean noMemory() {
    return noMemory;
  }

  /** Whether it has used up the processor time that it may have. */
  synchronized boolean noTime() {
    return noTime;
  }

  /** How many packets could not be decoded. */
  synchronized long undecodable() {
    return undecodable;
  }

  synchronized boolean noDecoder() {
    return noDecoder;
  }

  /** Samples per channel that went into the encoder, if ffmpeg got as far as telling. */
  synchronized OptionalLong encodedSamples() {
    return encodedSamples;
  }

  /** The last lines. */
  @Override
  public synchronized String toString() {
    return String.join("\n", last);
  }
}
