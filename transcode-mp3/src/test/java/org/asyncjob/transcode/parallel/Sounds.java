package org.asyncjob.transcode.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Sounds of the kinds that encoders treat differently; the same at each call. */
enum Sounds {
  /** Chords that begin hard and fade, over a moving bass, a little different left and right. */
  MUSIC {
    @Override
    DoubleUnaryOperator channel(int channel) {
      Random random = new Random(channel);
      return t -> {
        double beat = t % 0.5;
        double root = 110 * Math.pow(2, ((int) (t / 0.5)) * 5 % 12 / 12.0);
        double chord = 0;
        for (int harmonic = 1; harmonic < 12; harmonic++) {
          double detuned = harmonic * root * (1 + 0.001 * channel);
          chord += Math.sin(2 * Math.PI * detuned * t) / harmonic;
        }
        double bass = Math.sin(2 * Math.PI * 55 * t + 2 * Math.sin(t));
        double drum = random.nextGaussian() * Math.exp(-30 * beat);
        return 0.25 * chord * Math.exp(-4 * beat) + 0.2 * bass + 0.1 * drum;
      };
    }
  },
  /** A buzz with moving formants, hisses and pauses. */
  SPEECH {
    @Override
    DoubleUnaryOperator channel(int channel) {
      Random random = new Random(7);
      return t -> {
        double syllable = t * 4 % 1;
        if (((int) (t * 4)) % 5 == 4) {
          return 1e-4 * random.nextGaussian();
        }
        if (syllable < 0.25) {
          return 0.05 * random.nextGaussian();
        }
        double pitch = 120 + 20 * Math.sin(3 * t);
        double voice = 0;
        for (int harmonic = 1; harmonic < 25; harmonic++) {
          double formant = harmonic * pitch / (600 + 300 * Math.sin(5 * t)) - 1;
          voice += Math.sin(2 * Math.PI * harmonic * pitch * t) * Math.exp(-formant * formant);
        }
        return 0.1 * voice;
      };
    }
  },
  SILENCE {
    @Override
    DoubleUnaryOperator channel(int channel) {
      return t -> 0;
    }
  },
  /** A click every third of a second, nothing between. */
  CLICKS {
    @Override
    DoubleUnaryOperator channel(int channel) {
      return t -> t % 0.3331 < 0.0005 ? 0.8 : 0;
    }
  },
  NOISE {
    @Override
    DoubleUnaryOperator channel(int channel) {
      Random random = new Random(100 + channel);
      return t -> Math.max(-1, Math.min(1, 0.2 * random.nextGaussian()));
    }
  };

  abstract DoubleUnaryOperator channel(int channel);

  /** Returns PCM as encoders take it. */
  byte[] pcm(double seconds, EncoderParameters parameters) {
    int samples = (int) (seconds * parameters.sampleRate());
    ByteBuffer pcm =
        ByteBuffer.allocate(samples * parameters.channels() * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    DoubleUnaryOperator[] channels = new DoubleUnaryOperator[parameters.channels()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = channel(i);
    }
    for (int sample = 0; sample < samples; sample++) {
      for (DoubleUnaryOperator channel : channels) {
        pcm.putFloat((float) channel.applyAsDouble((double) sample / parameters.sampleRate()));
      }
    }
    return pcm.array();
  }
}
