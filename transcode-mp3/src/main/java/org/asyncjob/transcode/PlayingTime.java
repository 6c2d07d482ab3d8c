package org.asyncjob.transcode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a piece of audio, as people write it. */
final class PlayingTime {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,7}(\\.\\d{1,9})?");
  private static final Pattern CLOCK =
      Pattern.compile("(?:(\\d{1,3}):)?([0-5]?\\d):([0-5]?\\d(?:\\.\\d{1,9})?)");

  private PlayingTime() {}

  /** Reads seconds, or hours, minutes and seconds with colons; nothing if it is neither. */
  static Optional<Duration> parse(String text) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(seconds(new BigDecimal(text)));
    }
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      return Optional.empty();
    }
    String hours = clock.group(1);
    return Optional.of(
        seconds(new BigDecimal(clock.group(3)))
            .plusMinutes(Long.parseLong(clock.group(2)))
            .plusHours(hours == null ? 0 : Long.parseLong(hours)));
  }

  /** Returns it as a number of seconds, e.g. {@code 90.5}. */
  static String text(Duration time) {
    BigDecimal seconds = new BigDecimal(time.getSeconds());
    BigDecimal all = seconds.add(BigDecimal.valueOf(time.getNano(), 9)).stripTrailingZeros();
    return all.signum() == 0 ? "0" : all.toPlainString();
  }

  private static Duration seconds(BigDecimal seconds) {
    return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
  }
}
