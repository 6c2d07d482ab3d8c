package org.asyncjob.transcode;

import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;

/**
 * What ffmpeg is told about the way from decoded sound to what is encoded: sample rate, channels
 * and filters. It is the same whoever encodes, and when loudness is measured.
 */
final class SoundConversion {

  private SoundConversion() {}

  /** Adds the arguments to an output. */
  static void addTo(FFmpegOutputBuilder output, ProbedAudio audio, EncoderSettings settings) {
    output.setAudioSampleRate(settings.sampleRate()).setAudioChannels(settings.channels());
    ProbedAudio.Format source = audio.format();
    if (source.integers()) {
      // As for an encoder that takes integers: channels that are added up are made softer before.
      output.addExtraArgs("-rematrix_maxval", "1.0");
    }
    if (source.sampleRate() != settings.sampleRate()) {
      // ffmpeg's own resampler, with eight times its usual taps, so that what folds back into the
      // audible range is 115 dB down; in floating point, which it would do without for integers.
      output
          .addExtraArgs("-filter_size", "256")
          .addExtraArgs("-filter_type", "kaiser", "-kaiser_beta", "12")
          .addExtraArgs("-internal_sample_fmt", "fltp");
    }
    if (!settings.filters().isEmpty()) {
      output.setAudioFilter(settings.filters().chain());
    }
  }
}
