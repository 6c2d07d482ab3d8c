package org.asyncjob.transcode.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.asyncjob.transcode.mpeg.Mp3Frame;
import org.asyncjob.transcode.parallel.EncoderParameters.RateControl;
import org.junit.jupiter.api.Test;

class FrameJoinerTest {

  private static final int LATER_START = 49;
  private static final int LATEST_SEAM = 98;

  private final List<Mp3Frame> joined = new ArrayList<>();

  @Test
  void aReservoirThatStandsHigherAllTheTimeGetsRoomByAHigherBitRate() throws Exception {
    FrameJoiner joiner = new FrameJoiner(joined::add, true, new ArrayList<>());
    List<Mp3Frame> earlier = frames(0);

    joiner.add(earlier, 0, 0);
    joiner.add(fuller(frames(LATER_START), earlier), LATER_START, LATEST_SEAM);
    joiner.finish();

    assertThat(joiner.raised()).isEqualTo(1);
    for (int k = 1; k <= LATEST_SEAM; k++) {
      assertThat(joined.get(k).mainDataBegin())
          .as("frame %d begins where the one before has ended", k)
          .isLessThanOrEqualTo(room(joined.get(k - 1)));
    }
  }

  @Test
  void aConstantBitRateIsNotRaised() throws Exception {
    FrameJoiner joiner = new FrameJoiner(joined::add, false, new ArrayList<>());
    List<Mp3Frame> earlier = frames(0);
    joiner.add(earlier, 0, 0);
    List<Mp3Frame> later = fuller(frames(LATER_START), earlier);

    assertThatThrownBy(() -> joiner.add(later, LATER_START, LATEST_SEAM))
        .isInstanceOf(NoSeamException.class)
        .hasMessageContaining("from frame 61 to 98");
  }

  @Test
  void thereIsNoSeamBetweenFramesOfDifferentWindows() throws Exception {
    FrameJoiner joiner = new FrameJoiner(joined::add, true, new ArrayList<>());
    joiner.add(frames(0), 0, 0);
    List<Mp3Frame> later = windowed(frames(LATER_START));

    assertThatThrownBy(() -> joiner.add(later, LATER_START, LATEST_SEAM))
        .isInstanceOf(NoSeamException.class);
  }

  private static int room(Mp3Frame frame) {
    return frame.mainDataBegin() + frame.slotSize() - frame.mainDataSize();
  }

  /** What an encoder makes of noise that it hears from that frame on. */
  private static List<Mp3Frame> frames(int from) throws IOException, InterruptedException {
    EncoderParameters parameters = new EncoderParameters(44_100, 2, RateControl.QUALITY, 2);
    byte[] pcm = Sounds.NOISE.pcm(4, parameters);
    byte[] rest = Arrays.copyOfRange(pcm, from * 1152 * 2 * Float.BYTES, pcm.length);
    return new ArrayList<>(Mp3Frame.split(new Streams(parameters).single(rest)));
  }

  /** As if the later encoder had six bytes more in its reservoir than the earlier, all the time. */
  private static List<Mp3Frame> fuller(List<Mp3Frame> later, List<Mp3Frame> earlier) {
    for (int k = 1; k < later.size(); k++) {
      int begin = room(earlier.get(LATER_START + k - 1)) + 6;
      byte[] bytes = later.get(k).bytes();
      if (begin > 511) {
        otherWindow(bytes); // it cannot be said, so nothing may begin here
        continue;
      }
      bytes[4] = (byte) (begin >> 1);
      bytes[5] = (byte) ((bytes[5] & 0x7F) | (begin << 7));
    }
    return later;
  }

  /** As if the first part of each frame had another window. */
  private static List<Mp3Frame> windowed(List<Mp3Frame> frames) {
    frames.forEach(frame -> otherWindow(frame.bytes()));
    return frames;
  }

  private static void otherWindow(byte[] frame) {
    // Side information of stereo: 20 bits, then 33 of the first part before the flag.
    int place = 20 + 33;
    frame[4 + place / 8] ^= (byte) (0x80 >> (place % 8));
  }
}
