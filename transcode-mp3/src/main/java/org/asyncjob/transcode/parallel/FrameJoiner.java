package org.asyncjob.transcode.parallel;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.asyncjob.transcode.mpeg.Mp3Frame;

/**
 * Makes one stream of those of encoders that each began anew, a little before the end of what the
 * one before has encoded. All count frames from the start of the audio, so that frame k of two
 * encoders is the same audio.
 *
 * <p>At a seam k, frames up to k - 1 come from the earlier encoder and those from k on from the
 * later one. What the later one has put into the reservoir, up to 511 bytes before k, is copied
 * over what the earlier one has there. That is possible where these bytes hold nothing that frames
 * before k need. No bit within a frame's audio is moved.
 *
 * <p>Not safe for many threads.
 */
final class FrameJoiner {

  /** Frames after which a fresh encoder is like one that has seen all before. */
  static final int FRAMES_TO_SETTLE = 12;

  private static final int LARGEST_RAISE = 8;

  private final FrameSink sink;
  private final boolean mayRaise;
  private final List<Long> seams;

  private List<Mp3Frame> earlier = List.of();
  private long earlierStart;
  private long next;
  private int raised;

  /**
   * Creates it.
   *
   * @param mayRaise whether a frame may get a higher bit rate where there is no room otherwise
   * @param seams gets the number of the first frame of each stream but the first
   */
  FrameJoiner(FrameSink sink, boolean mayRaise, List<Long> seams) {
    this.sink = sink;
    this.mayRaise = mayRaise;
    this.seams = seams;
  }

  /**
   * Takes in the next stream and hands out what is decided.
   *
   * @param start number of its first frame
   * @param latestSeam number of the last frame at which it may take over
   * @throws NoSeamException if it fits nowhere
   */
  void add(List<Mp3Frame> later, long start, long latestSeam) throws IOException {
    if (!earlier.isEmpty()) {
      long seam = seam(later, start, latestSeam);
      seams.add(seam);
      overwriteReservoir(later, start, seam);
      writeUpTo(seam);
    }
    earlier = later;
    earlierStart = start;
  }

  /** Hands out what is left. */
  void finish() throws IOException {
    writeUpTo(earlierStart + earlier.size());
  }

  /** How often a frame got a higher bit rate than its encoder had given it. */
  int raised() {
    return raised;
  }

  private void writeUpTo(long end) throws IOException {
    for (; next < end; next++) {
      sink.write(earlier(next));
    }
  }

  /** Looks for the best place, from the last one backwards, and makes it fit if it must. */
  private long seam(List<Mp3Frame> later, long start, long latestSeam) throws NoSeamException {
    long fitting = -1;
    long last = Math.min(latestSeam, earlierStart + earlier.size() - 2);
    long first = Math.max(start + FRAMES_TO_SETTLE, next + 1);
    for (long k = last; k >= first; k--) {
      if (sameWindows(later, start, k) && room(k) >= frame(later, start, k).mainDataBegin()) {
        if (identicalBefore(later, start, k)) {
          return k;
        }
        fitting = fitting < 0 ? k : fitting;
      }
    }
    for (long k = last; mayRaise && fitting < 0 && k >= first; k--) {
      if (sameWindows(later, start, k) && makeRoom(k, frame(later, start, k).mainDataBegin())) {
        raised++;
        return k;
      }
    }
    if (fitting < 0) {
      throw new NoSeamException(
          "no seam from frame %d to %d: windows or reservoirs differ in all"
              .formatted(first, last));
    }
    return fitting;
  }

  /** Windows of neighbours overlap: what one encoder began the other must be able to end. */
  private boolean sameWindows(List<Mp3Frame> later, long start, long k) {
    return earlier(k).windows() == frame(later, start, k).windows()
        && earlier(k - 1).windows() == frame(later, start, k - 1).windows();
  }

  /** Bytes before frame k's slot that no earlier frame needs. */
  private int room(long k) {
    return room(earlier(k - 1));
  }

  private static int room(Mp3Frame before) {
    return before.mainDataBegin() + before.slotSize() - before.mainDataSize();
  }

  private boolean identicalBefore(List<Mp3Frame> later, long start, long k) {
    return Arrays.equals(earlier(k - 1).bytes(), frame(later, start, k - 1).bytes())
        && earlier(k).mainDataBegin() == frame(later, start, k).mainDataBegin();
  }

  /** Gives the frame before k a slot that is large enough; false if there is none. */
  private boolean makeRoom(long k, int needed) {
    Optional<Mp3Frame> larger = Optional.of(earlier(k - 1));
    for (int i = 0; i < LARGEST_RAISE && larger.isPresent(); i++) {
      larger = larger.get().raised();
      if (larger.isPresent() && room(larger.get()) >= needed) {
        earlier.set((int) (k - 1 - earlierStart), larger.get());
        return true;
      }
    }
    return false;
  }

  private void overwriteReservoir(List<Mp3Frame> later, long start, long seam) {
    SlotsBackwards to = new SlotsBackwards(earlier, (int) (seam - earlierStart));
    SlotsBackwards from = new SlotsBackwards(later, (int) (seam - start));
    for (int left = frame(later, start, seam).mainDataBegin(); left > 0; left--) {
      to.step();
      from.step();
      to.set(from.get());
    }
  }

  private Mp3Frame earlier(long number) {
    return frame(earlier, earlierStart, number);
  }

  private static Mp3Frame frame(List<Mp3Frame> frames, long start, long number) {
    return frames.get((int) (number - start));
  }

  /** Walks through the slots of frames, byte by byte, towards their start. */
  private static final class SlotsBackwards {

    private final List<Mp3Frame> frames;
    private int frame;
    private int place;

    /** Starts behind the slot of the frame before that one. */
    SlotsBackwards(List<Mp3Frame> frames, int frame) {
      this.frames = frames;
      this.frame = frame;
    }

    void step() {
      while (place == 0) {
        frame--;
        place = frames.get(frame).slotSize();
      }
      place--;
    }

    byte get() {
      return bytes()[index()];
    }

    void set(byte value) {
      bytes()[index()] = value;
    }

    private byte[] bytes() {
      return frames.get(frame).bytes();
    }

    private int index() {
      return frames.get(frame).header().sizeOfPreface() + place;
    }
  }
}
