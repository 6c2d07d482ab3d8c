package org.asyncjob.transcode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A chain of ffmpeg's filters, all of which work on sound that already has the sample rate and the
 * channels of the MP3. Immutable.
 */
record SoundFilters(List<String> filters) {

  static final SoundFilters NONE = new SoundFilters(List.of());

  private static final double NANOS = 1e9;
  // Times count from the first sample, whatever the file says of when that is to be heard.
  private static final String COUNT_SAMPLES = "asetpts=N/SR/TB";

  SoundFilters {
    filters = List.copyOf(filters);
  }

  /** Returns the filters that these options demand before anything is known of the sound. */
  static SoundFilters of(Mp3Options options, int sampleRate, int channels) {
    Optional<String> trim = trim(options, sampleRate);
    if (trim.isEmpty() && options.loudness().isEmpty()) {
      return NONE;
    }
    String format =
        "aformat=sample_fmts=fltp:sample_rates=%d:channel_layouts=%s"
            .formatted(sampleRate, channels == 1 ? "mono" : "stereo");
    return new SoundFilters(
        Stream.concat(
                Stream.of(format, COUNT_SAMPLES),
                trim.stream().flatMap(filter -> Stream.of(filter, COUNT_SAMPLES)))
            .toList());
  }

  private static Optional<String> trim(Mp3Options options, int sampleRate) {
    if (options.from().isEmpty() && options.to().isEmpty()) {
      return Optional.empty();
    }
    long start = options.from().map(from -> samples(from, sampleRate)).orElse(0L);
    String end = options.to().map(to -> ":end_sample=" + samples(to, sampleRate)).orElse("");
    return Optional.of("atrim=start_sample=" + start + end);
  }

  private static long samples(Duration time, int sampleRate) {
    return Math.round(time.toNanos() / NANOS * sampleRate);
  }

  /** Returns these and then those. */
  SoundFilters then(List<String> more) {
    List<String> all = new ArrayList<>(filters);
    all.addAll(more);
    return new SoundFilters(all);
  }

  boolean isEmpty() {
    return filters.isEmpty();
  }

  /** As ffmpeg reads it. */
  String chain() {
    return String.join(",", filters);
  }
}
