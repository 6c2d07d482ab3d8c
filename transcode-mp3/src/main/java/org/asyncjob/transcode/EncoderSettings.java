package org.asyncjob.transcode;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.asyncjob.transcode.mpeg.MpegAudio;
import org.asyncjob.transcode.parallel.EncoderParameters;
import org.asyncjob.transcode.parallel.EncoderParameters.RateControl;

/**
 * What the encoder is told: the options where they are set, the source and what MP3 can do where
 * they are not.
 *
 * @param sampleRate of the MP3 in Hz
 * @param channels 1 or 2
 * @param options with nothing left open
 * @param filters through which the sound goes before
 */
record EncoderSettings(int sampleRate, int channels, Mp3Options options, SoundFilters filters) {

  private static final int DEFAULT_QUALITY = 2;
  private static final int DEFAULT_SAMPLE_RATE = 44_100;

  static EncoderSettings of(Mp3Options wanted, ProbedAudio.Format source) {
    OptionalInt bitrate = wanted.bitrate().isPresent() ? wanted.bitrate() : wanted.averageBitrate();
    int sampleRate =
        wanted.sampleRate().orElseGet(() -> closest(source.sampleRate(), rates(bitrate)));
    int channels = wanted.mono() || source.channels() == 1 ? 1 : 2;
    Mp3Options.Builder effective = wanted.toBuilder().sampleRate(sampleRate).mono(channels == 1);
    if (bitrate.isEmpty()) {
      effective.quality(wanted.quality().orElse(DEFAULT_QUALITY));
    }
    return new EncoderSettings(
        sampleRate, channels, effective.build(), SoundFilters.of(wanted, sampleRate, channels));
  }

  /** Returns those of an MP3 whose frames stay as they are. */
  static EncoderSettings copied(ProbedAudio.Format source) {
    Mp3Options kept =
        Mp3Options.builder().sampleRate(source.sampleRate()).mono(source.channels() == 1).build();
    return new EncoderSettings(source.sampleRate(), source.channels(), kept, SoundFilters.NONE);
  }

  /** Returns these with other filters. */
  EncoderSettings with(SoundFilters others) {
    return new EncoderSettings(sampleRate, channels, options, others);
  }

  /** The same for encoders that know nothing of our options. */
  EncoderParameters parameters() {
    if (options.quality().isPresent()) {
      return parameters(RateControl.QUALITY, options.quality().getAsInt());
    }
    return options.bitrate().isPresent()
        ? parameters(RateControl.CONSTANT, options.bitrate().getAsInt())
        : parameters(RateControl.AVERAGE, options.averageBitrate().orElseThrow());
  }

  private EncoderParameters parameters(RateControl rateControl, int value) {
    return new EncoderParameters(sampleRate, channels, rateControl, value);
  }

  /** Returns how long the MP3 of audio of this length is. */
  Duration expected(Duration whole) {
    Duration end = options.to().filter(to -> to.compareTo(whole) < 0).orElse(whole);
    Duration start = options.from().orElse(Duration.ZERO);
    return end.compareTo(start) > 0 ? end.minus(start) : Duration.ZERO;
  }

  /** How long that many samples play. */
  Duration duration(long samples) {
    return Duration.ofNanos(Math.round(samples * 1e9 / sampleRate));
  }

  /** The sample rates at which this bit rate is possible, rising. */
  private static List<Integer> rates(OptionalInt bitrate) {
    return MpegAudio.allSampleRates().stream()
        .filter(rate -> bitrate.isEmpty() || possible(bitrate.getAsInt(), rate))
        .toList();
  }

  private static boolean possible(int bitrate, int sampleRate) {
    List<Integer> bitrates = MpegAudio.ofSampleRate(sampleRate).encodableBitrates();
    return bitrate >= bitrates.get(0) && bitrate <= bitrates.get(bitrates.size() - 1);
  }

  /** The source's own rate, else one it divides into evenly, else the next one up, else down. */
  private static int closest(int source, List<Integer> rates) {
    int wanted = source > 0 ? source : DEFAULT_SAMPLE_RATE;
    if (rates.contains(wanted)) {
      return wanted;
    }
    for (int factor : List.of(2, 4)) {
      if (wanted % factor == 0 && rates.contains(wanted / factor)) {
        return wanted / factor;
      }
      if (rates.contains(wanted * factor)) {
        return wanted * factor;
      }
    }
    return rates.stream()
        .filter(rate -> rate > wanted)
        .findFirst()
        .orElse(rates.get(rates.size() - 1));
  }
}
