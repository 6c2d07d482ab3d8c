package org.asyncjob.transcode;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asyncjob.UnacceptableRequestException;

/** Which options are possible, and the sentences for those that are not. */
final class Mp3OptionRules {

  private static final int WORST_QUALITY = 9;
  private static final int LOWEST_AVERAGE = 8;

  private Mp3OptionRules() {}

  static void check(Mp3Options options) {
    onlyOneOf(options);
    options.quality().ifPresent(Mp3OptionRules::checkQuality);
    options.sampleRate().ifPresent(Mp3OptionRules::checkSampleRate);
    options.bitrate().ifPresent(bitrate -> checkBitrate(bitrate, options.sampleRate()));
    options.averageBitrate().ifPresent(bitrate -> checkAverage(bitrate, options.sampleRate()));
  }

  private static void onlyOneOf(Mp3Options options) {
    List<String> given =
        Stream.of("quality", "bitrate", "average_bitrate")
            .filter(options.asMap()::containsKey)
            .toList();
    if (given.size() > 1) {
      throw new UnacceptableRequestException(
          String.join(" and ", given)
              + " exclude each other; give only one of quality (variable bit rate),"
              + " bitrate (constant) and average_bitrate");
    }
  }

  private static void checkQuality(int quality) {
    if (quality < 0 || quality > WORST_QUALITY) {
      throw new UnacceptableRequestException(
          "quality " + quality + " is not one of 0 (best, largest) to " + WORST_QUALITY);
    }
  }

  private static void checkSampleRate(int sampleRate) {
    if (!MpegAudio.allSampleRates().contains(sampleRate)) {
      throw new UnacceptableRequestException(
          "sample_rate "
              + sampleRate
              + " is not one that MP3 has; allowed are "
              + list(MpegAudio.allSampleRates())
              + " Hz");
    }
  }

  private static void checkBitrate(int bitrate, OptionalInt sampleRate) {
    List<Integer> allowed =
        sampleRate.isPresent()
            ? MpegAudio.ofSampleRate(sampleRate.getAsInt()).encodableBitrates()
            : MpegAudio.allBitrates();
    if (!allowed.contains(bitrate)) {
      throw new UnacceptableRequestException(
          "bitrate "
              + bitrate
              + " is not possible"
              + at(sampleRate)
              + "; allowed are "
              + list(allowed)
              + " kbit/s");
    }
  }

  private static void checkAverage(int bitrate, OptionalInt sampleRate) {
    List<Integer> bounds =
        sampleRate.isPresent()
            ? MpegAudio.ofSampleRate(sampleRate.getAsInt()).encodableBitrates()
            : MpegAudio.allBitrates();
    int lowest = Math.max(LOWEST_AVERAGE, bounds.get(0));
    int highest = bounds.get(bounds.size() - 1);
    if (bitrate < lowest || bitrate > highest) {
      throw new UnacceptableRequestException(
          "average_bitrate "
              + bitrate
              + " is not possible"
              + at(sampleRate)
              + "; allowed are "
              + lowest
              + " to "
              + highest
              + " kbit/s");
    }
  }

  private static String at(OptionalInt sampleRate) {
    return sampleRate.isPresent() ? " at " + sampleRate.getAsInt() + " Hz" : "";
  }

  private static String list(List<Integer> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
