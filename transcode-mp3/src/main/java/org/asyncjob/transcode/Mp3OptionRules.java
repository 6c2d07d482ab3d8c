package org.asyncjob.transcode;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.transcode.mpeg.MpegAudio;
import org.jspecify.annotations.Nullable;

/** Which options are possible, and the sentences for those that are not. */
final class Mp3OptionRules {

  private static final int WORST_QUALITY = 9;
  private static final int SOFTEST = -70;
  private static final int LOUDEST = -5;
  private static final Pattern TRACK = Pattern.compile("[1-9][0-9]{0,2}|[A-Za-z]{2,3}");

  private Mp3OptionRules() {}

  static void check(Mp3Options options) {
    onlyOneOf(options);
    options.quality().ifPresent(Mp3OptionRules::checkQuality);
    options.sampleRate().ifPresent(Mp3OptionRules::checkSampleRate);
    options.bitrate().ifPresent(bitrate -> checkBitrate(bitrate, options.sampleRate()));
    options.averageBitrate().ifPresent(bitrate -> checkAverage(bitrate, options.sampleRate()));
    options.track().ifPresent(Mp3OptionRules::checkTrack);
    options.loudness().ifPresent(Mp3OptionRules::checkLoudness);
    options.to().ifPresent(to -> checkOrder(options.from().orElse(Duration.ZERO), to));
  }

  /** A field of a form that was left empty is not given. */
  static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Reads the value of an option that is a time in the audio. */
  static @Nullable Duration time(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return PlayingTime.parse(text)
        .orElseThrow(
            () ->
                new UnacceptableRequestException(
                    ("Option \"%s\" is \"%s\". Allowed are seconds, e.g. 90 or 90.5, and"
                            + " hours, minutes and seconds, e.g. 1:30 or 00:01:30.250.")
                        .formatted(option, text)));
  }

  private static void checkOrder(Duration from, Duration to) {
    if (to.compareTo(from) <= 0) {
      throw new UnacceptableRequestException(
          "Option \"to\" is %s seconds. It has to be more than \"from\", which is %s."
              .formatted(PlayingTime.text(to), PlayingTime.text(from)));
    }
  }

  private static void checkTrack(String track) {
    if (!TRACK.matcher(track).matches()) {
      throw new UnacceptableRequestException(
          ("Option \"track\" is \"%s\". Allowed are the number of an audio track, from 1 to 999,"
                  + " and the code of a language, of two or three letters, e.g. de or deu.")
              .formatted(track));
    }
  }

  private static void checkLoudness(double loudness) {
    if (!(loudness >= SOFTEST && loudness <= LOUDEST)) {
      throw new UnacceptableRequestException(
          "Option \"loudness\" is %s. Allowed are %d to %d LUFS."
              .formatted(loudness, SOFTEST, LOUDEST));
    }
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
