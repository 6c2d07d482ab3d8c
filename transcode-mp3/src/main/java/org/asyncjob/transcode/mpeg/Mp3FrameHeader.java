package org.asyncjob.transcode.mpeg;

import java.util.Optional;

/**
 * The four bytes in front of each frame of MPEG audio, layer III.
 *
 * @param bits as they stand in the file
 * @param version decides on tables and frame length
 * @param bitrate in kbit/s
 * @param sampleRate in Hz
 */
public record Mp3FrameHeader(int bits, MpegAudio version, int bitrate, int sampleRate) {

  /** Number of bytes of a header. */
  public static final int SIZE = 4;

  private static final int SYNC = 0xFFE00000;
  private static final int LAYER_3 = 1;
  private static final int MONO = 3;
  private static final int NO_CHECKSUM = 1 << 16;
  private static final int PADDING = 1 << 9;
  private static final int BITRATE_SHIFT = 12;
  private static final int CHECKSUM_SIZE = 2;

  /** Reads a header; nothing if these bytes are none. */
  public static Optional<Mp3FrameHeader> parse(int bits) {
    int bitratePlace = field(bits, BITRATE_SHIFT, 0xF) - 1;
    int sampleRatePlace = field(bits, 10, 3);
    if ((bits & SYNC) != SYNC || field(bits, 17, 3) != LAYER_3 || sampleRatePlace == 3) {
      return Optional.empty();
    }
    for (MpegAudio version : MpegAudio.values()) {
      if (version.headerBits() == field(bits, 19, 3)
          && bitratePlace >= 0
          && bitratePlace < version.bitrates().size()) {
        int bitrate = version.bitrates().get(bitratePlace);
        int sampleRate = version.sampleRates().get(sampleRatePlace);
        return Optional.of(new Mp3FrameHeader(bits, version, bitrate, sampleRate));
      }
    }
    return Optional.empty();
  }

  /** Returns this header with another bit rate, without padding and without a checksum. */
  public Mp3FrameHeader bare(int otherBitrate) {
    int place = version.bitrates().indexOf(otherBitrate) + 1;
    int kept = bits & ~(0xF << BITRATE_SHIFT) & ~PADDING;
    int changed = kept | (place << BITRATE_SHIFT) | NO_CHECKSUM;
    return new Mp3FrameHeader(changed, version, otherBitrate, sampleRate);
  }

  /** Whether there is one channel. */
  public boolean mono() {
    return channelMode() == MONO;
  }

  /** 0 stereo, 1 joint stereo, 2 dual, 3 mono. */
  public int channelMode() {
    return field(bits, 6, 3);
  }

  /** Bytes of the whole frame, header included. */
  public int frameSize() {
    int padding = (bits & PADDING) == 0 ? 0 : 1;
    return version.samplesPerFrame() / 8 * bitrate * 1000 / sampleRate + padding;
  }

  /** Bytes of the header, the checksum and the side information, which come before the audio. */
  public int sizeOfPreface() {
    int sideInformation = version == MpegAudio.VERSION_1 ? (mono() ? 17 : 32) : (mono() ? 9 : 17);
    return SIZE + ((bits & NO_CHECKSUM) == 0 ? CHECKSUM_SIZE : 0) + sideInformation;
  }

  /** Returns this header with the next higher bit rate; nothing if it has the highest. */
  public Optional<Mp3FrameHeader> raised() {
    return parse(bits + (1 << BITRATE_SHIFT));
  }

  private static int field(int bits, int shift, int mask) {
    return (bits >>> shift) & mask;
  }
}
