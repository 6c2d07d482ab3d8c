package org.asyncjob.transcode.mpeg;

import java.util.List;
import java.util.stream.Stream;

/** The versions of MPEG audio, layer III, with the sample rates and bit rates that each has. */
@SuppressWarnings("ImmutableEnumChecker") // the lists come from List.of
public enum MpegAudio {
  /** MPEG-1, ISO/IEC 11172-3. */
  VERSION_1(
      3,
      List.of(44_100, 48_000, 32_000),
      List.of(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
      320),
  /** MPEG-2, ISO/IEC 13818-3. */
  VERSION_2(
      2,
      List.of(22_050, 24_000, 16_000),
      List.of(8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
      160),
  /** An extension that no standard describes and every player knows; LAME stops at 64 kbit/s. */
  VERSION_2_5(
      0,
      List.of(11_025, 12_000, 8_000),
      List.of(8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
      64);

  private final int headerBits;
  private final List<Integer> sampleRates;
  private final List<Integer> bitrates;
  private final int highestBitrate;

  MpegAudio(int headerBits, List<Integer> sampleRates, List<Integer> bitrates, int highestBitrate) {
    this.headerBits = headerBits;
    this.sampleRates = sampleRates;
    this.bitrates = bitrates;
    this.highestBitrate = highestBitrate;
  }

  /** The two bits that say the version in a frame header. */
  public int headerBits() {
    return headerBits;
  }

  /** In Hz, at the places at which a frame header counts them. */
  public List<Integer> sampleRates() {
    return sampleRates;
  }

  /** In kbit/s, from place 1 of the frame header's table on. */
  public List<Integer> bitrates() {
    return bitrates;
  }

  /** The bit rates that can be asked for, in kbit/s, rising. */
  public List<Integer> encodableBitrates() {
    return bitrates.stream().filter(bitrate -> bitrate <= highestBitrate).toList();
  }

  /** Samples per channel in one frame. */
  public int samplesPerFrame() {
    return this == VERSION_1 ? 1152 : 576;
  }

  /** Returns all sample rates of all versions in Hz, rising. */
  public static List<Integer> allSampleRates() {
    return Stream.of(values()).flatMap(version -> version.sampleRates.stream()).sorted().toList();
  }

  /** Returns all bit rates that can be asked for at some sample rate, in kbit/s, rising. */
  public static List<Integer> allBitrates() {
    return Stream.of(values())
        .flatMap(version -> version.encodableBitrates().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Returns the version that has this sample rate, which must be one of {@link #allSampleRates}.
   */
  public static MpegAudio ofSampleRate(int sampleRate) {
    return Stream.of(values())
        .filter(version -> version.sampleRates.contains(sampleRate))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    sampleRate + " Hz is not a sample rate of MP3: " + allSampleRates()));
  }
}
