package org.asyncjob.transcode;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What converting has cost so far on this machine: per byte of input, which is all that is known of
 * a file that waits, and per second of audio, which is known once it was probed. Moving averages,
 * so that a machine that becomes slower is noticed. Safe for many threads.
 */
public final class ConversionSpeed {

  private static final Logger LOG = LoggerFactory.getLogger(ConversionSpeed.class);

  private static final double STARTUP_SECONDS = 0.3;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;
  // Video of 1.1 Mbit/s with 160 kbit/s of audio, converted at 20 times its speed.
  private static final double FIRST_GUESS_SECONDS_PER_MEBIBYTE = 0.35;
  private static final double WEIGHT_OF_THE_NEWEST = 0.3;

  private static final String PER_MEBIBYTE = "seconds-per-mebibyte";
  private static final String PER_AUDIO_SECOND = "core-seconds-per-second-of-audio";

  private final @Nullable Path file;
  private double secondsPerMebibyte = FIRST_GUESS_SECONDS_PER_MEBIBYTE;
  private OptionalDouble coreSecondsPerAudioSecond = OptionalDouble.empty();

  /** Creates one that knows nothing yet, and that the end of the process forgets. */
  public ConversionSpeed() {
    this.file = null;
  }

  private ConversionSpeed(Path file) {
    this.file = file;
  }

  /**
   * Creates one that goes on with what was learned before, also by other processes. What cannot be
   * read is learned anew, and what cannot be written is forgotten: no conversion fails for it.
   *
   * @param file is made after the first conversion, in a directory that is there
   */
  public static ConversionSpeed keptIn(Path file) {
    ConversionSpeed speed = new ConversionSpeed(file);
    speed.read(file);
    return speed;
  }

  /** Returns how long a conversion of that many bytes will probably take. */
  synchronized Duration estimate(long bytes) {
    return seconds(STARTUP_SECONDS + secondsPerMebibyte * bytes / BYTES_PER_MEBIBYTE);
  }

  /** Takes in that a conversion of that many bytes took that long. */
  synchronized void learn(long bytes, Duration taken) {
    if (bytes <= 0) {
      return;
    }
    double seconds = Math.max(0, taken.toNanos() / 1e9 - STARTUP_SECONDS);
    double measured = seconds * BYTES_PER_MEBIBYTE / bytes;
    secondsPerMebibyte += WEIGHT_OF_THE_NEWEST * (measured - secondsPerMebibyte);
    write();
  }

  /**
   * Returns how long encoding will probably take; nothing before any audio was encoded.
   *
   * @param cores that are likely to work on it at once
   */
  synchronized Optional<Duration> ofAudio(Duration audio, int cores) {
    return coreSecondsPerAudioSecond.isPresent()
        ? Optional.of(
            seconds(coreSecondsPerAudioSecond.getAsDouble() * audio.toNanos() / 1e9 / cores))
        : Optional.empty();
  }

  /** Takes in that encoding that much audio took that long on so many cores. */
  synchronized void learnAudio(Duration audio, int cores, Duration taken) {
    if (audio.isZero() || audio.isNegative()) {
      return;
    }
    double measured = (double) taken.toNanos() * cores / audio.toNanos();
    double before = coreSecondsPerAudioSecond.orElse(measured);
    coreSecondsPerAudioSecond =
        OptionalDouble.of(before + WEIGHT_OF_THE_NEWEST * (measured - before));
    write();
  }

  private void read(Path kept) {
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(kept)) {
      values.load(reader);
      secondsPerMebibyte = number(values, PER_MEBIBYTE).orElse(FIRST_GUESS_SECONDS_PER_MEBIBYTE);
      coreSecondsPerAudioSecond = number(values, PER_AUDIO_SECOND);
    } catch (NoSuchFileException e) {
      LOG.debug("nothing is known yet of how fast conversions are here");
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("how fast conversions were cannot be read ({}) and is learned anew", e.toString());
    }
  }

  private static OptionalDouble number(Properties values, String name) {
    String value = values.getProperty(name);
    if (value == null) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(value);
    return number > 0 && Double.isFinite(number)
        ? OptionalDouble.of(number)
        : OptionalDouble.empty();
  }

  private void write() {
    if (file == null) {
      return;
    }
    Properties values = new Properties();
    values.setProperty(PER_MEBIBYTE, String.valueOf(secondsPerMebibyte));
    coreSecondsPerAudioSecond.ifPresent(
        seconds -> values.setProperty(PER_AUDIO_SECOND, String.valueOf(seconds)));
    try {
      replace(file, values);
    } catch (IOException e) {
      LOG.debug("how fast conversions are cannot be kept", e);
    }
  }

  /** Whole or not at all: another process may read it, or this one may be killed. */
  private static void replace(Path file, Properties values) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path written = Files.createTempFile(directory, file.getFileName().toString(), ".new");
    try {
      try (Writer writer = Files.newBufferedWriter(written)) {
        values.store(writer, null);
      }
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
