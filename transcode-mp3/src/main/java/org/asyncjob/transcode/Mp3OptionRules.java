package org.asyncjob.transcode;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.transcode.mpeg.MpegAudio;

/** Which options are possible, and the sentences for those that are not. */
final class Mp3OptionRules {

  private static final int WORST_QUALITY = 9;

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
          ("The options %s exclude each other. Give only one of quality (variable bit rate),"
                  + " bitrate (constant) and average_bitrate.")
              .formatted(String.join(" and ", given)));
    }
  }

  private static void checkQuality(int quality) {
    if (quality < 0 || quality > WORST_QUALITY) {
      throw new UnacceptableRequestException(
          "Option \"quality\" is %d. Allowed are 0 (best, largest) to %d."
              .formatted(quality, WORST_QUALITY));
    }
  }

  private static void checkSampleRate(int sampleRate) {
    if (!MpegAudio.allSampleRates().contains(sampleRate)) {
      throw new UnacceptableRequestException(
          "Option \"sample_rate\" is %d. Allowed are %s Hz."
              .formatted(sampleRate, list(MpegAudio.allSampleRates())));
    }
  }

  private static void checkBitrate(int bitrate, OptionalInt sampleRate) {
    List<Integer> allowed = bitrates(sampleRate);
    if (!allowed.contains(bitrate)) {
      throw new UnacceptableRequestException(
          "Option \"bitrate\" is %d. Allowed%s are %s kbit/s."
              .formatted(bitrate, at(sampleRate), list(allowed)));
    }
  }

  private static void checkAverage(int bitrate, OptionalInt sampleRate) {
    List<Integer> allowed = bitrates(sampleRate);
    int lowest = allowed.get(0);
    int highest = allowed.get(allowed.size() - 1);
    if (bitrate < lowest || bitrate > highest) {
      throw new UnacceptableRequestException(
          "Option \"average_bitrate\" is %d. Allowed%s are %d to %d kbit/s."
              .formatted(bitrate, at(sampleRate), lowest, highest));
    }
  }

  private static List<Integer> bitrates(OptionalInt sampleRate) {
    return sampleRate.isPresent()
        ? MpegAudio.ofSampleRate(sampleRate.getAsInt()).encodableBitrates()
        : MpegAudio.allBitrates();
  }

  private static String at(OptionalInt sampleRate) {
    return sampleRate.isPresent() ? " at " + sampleRate.getAsInt() + " Hz" : "";
  }

  private static String list(List<Integer> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
