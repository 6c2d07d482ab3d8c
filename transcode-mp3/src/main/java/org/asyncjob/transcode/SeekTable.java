package org.asyncjob.transcode;

/**
 * Where in a file a frame is, for as many frames as come, in memory that does not grow: when it is
 * full, every second position is forgotten.
 */
final class SeekTable {

  private static final int CAPACITY = 4096;
  private static final int POINTS = 100;
  private static final int FULL_SCALE = 256;

  private final long[] positions = new long[CAPACITY];
  private int used;
  private long stride = 1;
  private long frames;

  /** Takes in that the next frame starts there. */
  void add(long position) {
    if (frames % stride == 0) {
      if (used == CAPACITY) {
        for (int i = 0; i < CAPACITY / 2; i++) {
          positions[i] = positions[2 * i];
        }
        used = CAPACITY / 2;
        stride *= 2;
      }
      if (frames % stride == 0) {
        positions[used++] = position;
      }
    }
    frames++;
  }

  /**
   * Returns for each percent of the playing time the place in the file, in 256ths of its length.
   */
  byte[] percentages(long fileLength) {
    byte[] places = new byte[POINTS];
    for (int percent = 0; percent < POINTS && used > 0; percent++) {
      int nearest = (int) Math.min(used - 1, frames * percent / POINTS / stride);
      long place = positions[nearest] * FULL_SCALE / Math.max(1, fileLength);
      places[percent] = (byte) Math.min(FULL_SCALE - 1, place);
    }
    return places;
  }
}
