package org.asyncjob.transcode.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What an MP3 differs by from the PCM that it was made of. */
final class Loss {

  /** LAME's own delay and that of each decoder. */
  private static final int DELAY = 576 + 529;

  // Below what 24 bits can tell, nobody can hear or measure a difference.
  private static final double NOTHING = 1e-7;

  private final float[] source;
  private final float[] decoded;
  private final int channels;

  Loss(byte[] source, byte[] decoded, int channels) {
    this.source = floats(source);
    this.decoded = floats(decoded);
    this.channels = channels;
  }

  private static float[] floats(byte[] pcm) {
    float[] floats = new float[pcm.length / Float.BYTES];
    ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  /** Samples per channel of what was decoded. */
  int samples() {
    return decoded.length / channels;
  }

  /** Signal to noise in decibels. */
  double signalToNoise() {
    double signal = 0;
    for (float sample : source) {
      signal += sample * sample;
    }
    double error = error(0, source.length / channels);
    return 10 * Math.log10(signal / source.length / (error * error));
  }

  /** Root of the mean square of the error, from one sample of the source to another. */
  double error(int from, int to) {
    double sum = 0;
    int counted = 0;
    for (int i = Math.max(0, from) * channels; i < Math.min(source.length, to * channels); i++) {
      int place = i + DELAY * channels;
      double difference = source[i] - (place < decoded.length ? decoded[place] : 0);
      sum += difference * difference;
      counted++;
    }
    return Math.sqrt(sum / Math.max(1, counted)) + NOTHING;
  }

  /** How much larger the error is than another's near the frames where segments meet. */
  double worstNear(List<Long> seams, int samplesOfFrame, int reach, Loss other) {
    return seams.stream()
        .mapToDouble(
            seam -> {
              int centre = (int) (seam * samplesOfFrame) - DELAY + samplesOfFrame / 2;
              int from = centre - reach * samplesOfFrame;
              int to = centre + reach * samplesOfFrame;
              return error(from, to) / other.error(from, to);
            })
        .max()
        .orElseThrow();
  }
}
