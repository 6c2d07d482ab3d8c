package org.asyncjob.transcode.parallel;

import org.asyncjob.transcode.mpeg.MpegAudio;

/**
 * Where segments begin and end, counted in blocks of seven frames. It depends on nothing but the
 * format, so that the same audio is always cut and joined at the same places.
 *
 * <p>Segments overlap: each begins 49 frames before it takes over. By then its encoder is like one
 * that has seen all before, and, as 49 frames are a period of the padding of constant bit rates at
 * 44.1, 22.05 and 11.025 kHz (others divide 49 or have none), it pads the same frames. Each ends
 * seven frames after the next takes over, because an encoder looks ahead.
 */
final class SegmentPlan {

  static final int FRAMES_OF_BLOCK = 7;

  /** Half a minute at 44.1 kHz: 4.8 percent are encoded twice. */
  private static final int USUAL_BLOCKS = 168;

  static final int BLOCKS_BEFORE = 7;
  static final int BLOCKS_AFTER = 1;

  private static final int BYTES_OF_SAMPLE = 4;
  // Leaves room for all the rest in 64 MiB of heap.
  private static final int MEMORY = 44 << 20;

  private final EncoderParameters parameters;
  private final int blocks;

  SegmentPlan(EncoderParameters parameters) {
    this(parameters, USUAL_BLOCKS);
  }

  /**
   * Creates it.
   *
   * @param blocks from one takeover to the next, a multiple of seven
   */
  SegmentPlan(EncoderParameters parameters, int blocks) {
    this.parameters = parameters;
    this.blocks = blocks;
  }

  int samplesOfFrame() {
    return MpegAudio.ofSampleRate(parameters.sampleRate()).samplesPerFrame();
  }

  int bytesOfSample() {
    return BYTES_OF_SAMPLE * parameters.channels();
  }

  int bytesOfBlock() {
    return FRAMES_OF_BLOCK * samplesOfFrame() * bytesOfSample();
  }

  /** How many segments may be in memory at once. */
  int mostAtOnce() {
    return Math.max(1, MEMORY / (bytesOfBlock() * (blocks + BLOCKS_BEFORE + BLOCKS_AFTER)));
  }

  /** The first block that the segment encodes. */
  long firstBlock(long segment) {
    return Math.max(0, segment * blocks - BLOCKS_BEFORE);
  }

  /** Whether the block is between this segment's takeover and the next one's. */
  boolean counts(long segment, long block) {
    return block >= segment * blocks && block < (segment + 1) * blocks;
  }

  /** The first block that the segment does not encode, unless the audio ends before. */
  long endBlock(long segment) {
    return (segment + 1) * blocks + BLOCKS_AFTER;
  }

  long firstFrame(long segment) {
    return firstBlock(segment) * FRAMES_OF_BLOCK;
  }

  /** The last frame at which the segment may take over. */
  long latestSeam(long segment) {
    return segment * blocks * FRAMES_OF_BLOCK;
  }
}
