package org.asyncjob.transcode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.asyncjob.transcode.mpeg.Mp3FrameHeader;

/**
 * The silent first frame of an MP3 file that tells players its length, where to seek, and how many
 * samples the encoder has added at either end. The fields are those of LAME 3.100.
 */
final class LameTag {

  /** Samples that LAME puts before the audio. */
  static final int ENCODER_DELAY = 576;

  /** Samples that every decoder puts before that. */
  static final int DECODER_DELAY = 529;

  /** What players are told to leave out where nobody knows what to leave out. */
  static final int UNKNOWN_DELAY = -1;

  private static final int LENGTH = 156;
  private static final int ALL_FIELDS = 15;
  private static final int LARGEST_PADDING = 4095;
  private static final int UNKNOWN_METHOD = 0;
  private static final int VARIABLE_BITRATE_METHOD = 4;
  private static final int AVERAGE_BITRATE_METHOD = 2;
  private static final int CONSTANT_BITRATE_METHOD = 1;
  private static final int QUALITY_OF_CONSTANT_BITRATE = 57;
  private static final int QUALITY_OF_THE_BEST = 97;

  private final Mp3FrameHeader header;
  private final Mp3Options options;

  /** Creates the tag for a stream that starts with that frame. */
  LameTag(Mp3FrameHeader first, Mp3Options options) {
    this.options = options;
    this.header =
        first.version().bitrates().stream()
            .map(first::bare)
            .filter(frame -> frame.frameSize() >= frame.sizeOfPreface() + LENGTH)
            .findFirst()
            .orElseThrow();
  }

  /** Bytes of the frame. */
  int size() {
    return header.frameSize();
  }

  /** How the stream turned out; lengths include the tag's own frame, the number of frames not. */
  record Stream(long frames, long length, boolean constant, SeekTable seekTable, Crc16 checksum) {}

  /**
   * What is audio in it.
   *
   * @param delay samples that its encoder has put before, or {@link #UNKNOWN_DELAY}
   * @param samples of the audio
   */
  record Sound(int delay, long samples) {}

  /** Whether a tag can say where in so many frames the audio is. */
  static boolean canSay(Sound sound, long decodedSamples) {
    long padding = decodedSamples - sound.delay() - sound.samples();
    return sound.delay() >= 0
        && sound.delay() <= LARGEST_PADDING
        && padding >= 0
        && padding <= LARGEST_PADDING;
  }

  /** Returns the frame. */
  byte[] bytes(Stream stream, Sound sound) {
    ByteBuffer tag = ByteBuffer.allocate(size());
    tag.putInt(header.bits()).position(header.sizeOfPreface());
    tag.put(ascii(stream.constant() ? "Info" : "Xing"));
    tag.putInt(ALL_FIELDS);
    tag.putInt((int) stream.frames());
    tag.putInt((int) stream.length());
    tag.put(stream.seekTable().percentages(stream.length()));
    tag.putInt(
        options.quality().isPresent()
            ? QUALITY_OF_THE_BEST - 10 * options.quality().getAsInt()
            : QUALITY_OF_CONSTANT_BITRATE);
    if (sound.delay() == UNKNOWN_DELAY) {
      return tag.array(); // without LAME's part, of which players believe all or nothing
    }
    tag.put(ascii("LAME3.100"));
    tag.put((byte) method(stream));
    tag.position(tag.position() + 10); // low-pass, peak, replay gain and flags: not known
    tag.put((byte) Math.min(255, bitrate()));
    int padding = padding(stream, sound);
    tag.put((byte) (sound.delay() >> 4));
    tag.put((byte) ((sound.delay() << 4) | (padding >> 8)));
    tag.put((byte) padding);
    tag.put((byte) (channels() << 2));
    tag.put((byte) 0); // no gain applied
    tag.putShort((short) preset());
    tag.putInt((int) stream.length());
    tag.putShort((short) stream.checksum().value());
    Crc16 own = new Crc16();
    own.update(tag.array(), 0, tag.position());
    tag.putShort((short) own.value());
    return tag.array();
  }

  private int padding(Stream stream, Sound sound) {
    long decoded = stream.frames() * header.version().samplesPerFrame();
    long padding = decoded - sound.delay() - sound.samples();
    return (int) Math.max(0, Math.min(LARGEST_PADDING, padding));
  }

  private int method(Stream stream) {
    if (stream.constant()) {
      return CONSTANT_BITRATE_METHOD;
    }
    if (options.averageBitrate().isPresent()) {
      return AVERAGE_BITRATE_METHOD;
    }
    return options.quality().isPresent() ? VARIABLE_BITRATE_METHOD : UNKNOWN_METHOD;
  }

  /** The constant or the average one; for a variable one the lowest that can occur. */
  private int bitrate() {
    return options
        .bitrate()
        .orElseGet(() -> options.averageBitrate().orElse(header.version().bitrates().get(0)));
  }

  /** LAME's number for how it was asked: 500, 490, … for V0, V1, …, else the bit rate or 0. */
  private int preset() {
    if (options.quality().isPresent()) {
      return 500 - 10 * options.quality().getAsInt();
    }
    return options.bitrate().orElse(options.averageBitrate().orElse(0));
  }

  private int channels() {
    return switch (header.channelMode()) {
      case 0 -> 1;
      case 1 -> 3;
      case 2 -> 2;
      default -> 0;
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
