package org.asyncjob.transcode.lame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Keeps from LAME what ends the process that it runs in: an assertion of its psychoacoustics fails
 * on samples that are no numbers, or so large that their squares are not. A file can contain such.
 */
final class SoundSamples {

  // 24 dB above full scale: no sound, but no reason to change what a file has either.
  private static final float LARGEST = 16;
  private static final int LARGEST_BITS = Float.floatToRawIntBits(LARGEST);
  private static final int WITHOUT_SIGN = 0x7FFF_FFFF;
  private static final int INFINITY_BITS = 0x7F80_0000;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private SoundSamples() {}

  /** Limits 32-bit floating point samples, little endian; what is no number becomes silence. */
  static void limit(byte[] pcm, int start, int size) {
    for (int place = start; place < start + size; place += Float.BYTES) {
      int bits = (int) INT.get(pcm, place);
      int magnitude = bits & WITHOUT_SIGN;
      if (magnitude > LARGEST_BITS) {
        int sign = bits & ~WITHOUT_SIGN;
        INT.set(pcm, place, magnitude > INFINITY_BITS ? 0 : sign | LARGEST_BITS);
      }
    }
  }
}
