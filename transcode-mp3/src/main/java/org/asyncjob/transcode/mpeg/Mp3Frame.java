package org.asyncjob.transcode.mpeg;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One frame with its bytes. Its <em>preface</em> is header and side information; the rest is its
 * <em>slot</em>. The audio of a frame, its main data, begins up to 511 bytes before its own slot,
 * in the slots of the frames before (the bit reservoir): how far, the side information says.
 *
 * <p>Places of fields are those of ISO/IEC 11172-3, 2.4.1.7 and ISO/IEC 13818-3, 2.4.1.7. Not safe
 * for many threads.
 */
public final class Mp3Frame {

  private static final int LENGTH_BITS = 12;
  private static final int BITS_TO_GAIN = LENGTH_BITS + 9 + 8;

  private final Mp3FrameHeader header;
  private final byte[] bytes;

  private Mp3Frame(Mp3FrameHeader header, byte[] bytes) {
    this.header = header;
    this.bytes = bytes;
  }

  /**
   * Cuts a stream of nothing but whole frames into these.
   *
   * @throws MalformedMp3Exception if there is anything else
   */
  public static List<Mp3Frame> split(byte[] stream) throws MalformedMp3Exception {
    List<Mp3Frame> frames = new ArrayList<>();
    int start = 0;
    while (start < stream.length) {
      if (stream.length - start < Mp3FrameHeader.SIZE) {
        throw new MalformedMp3Exception("the stream ends within a frame's header");
      }
      int bits = ByteBuffer.wrap(stream).getInt(start);
      Optional<Mp3FrameHeader> header = Mp3FrameHeader.parse(bits);
      if (header.isEmpty()) {
        throw new MalformedMp3Exception(
            "frame %d starts with %08x, which is no header".formatted(frames.size(), bits));
      }
      int end = start + header.get().frameSize();
      if (end > stream.length) {
        throw new MalformedMp3Exception("the stream ends within frame " + frames.size());
      }
      frames.add(new Mp3Frame(header.get(), Arrays.copyOfRange(stream, start, end)));
      start = end;
    }
    return frames;
  }

  /** What the frame begins with. */
  public Mp3FrameHeader header() {
    return header;
  }

  /** The frame itself, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of the slot. */
  public int slotSize() {
    return bytes.length - header.sizeOfPreface();
  }

  /** How many bytes before its own slot the main data begins. */
  public int mainDataBegin() {
    return bits(0, version1() ? 9 : 8);
  }

  /** Bytes of main data that are audio; what follows up to the next frame's begin is stuffing. */
  public int mainDataSize() {
    int size = 0;
    for (int part = 0; part < parts(); part++) {
      size += bits(placeOf(part), LENGTH_BITS);
    }
    return (size + 7) / 8;
  }

  /**
   * The windows of all granules and channels. Two frames follow one another without a gap in the
   * sound only where the encoder of the second believed in the same windows before.
   */
  public long windows() {
    long all = 0;
    for (int part = 0; part < parts(); part++) {
      int place = placeOf(part) + BITS_TO_GAIN + (version1() ? 4 : 9);
      all = (all << 4) | (bits(place, 1) == 0 ? 0 : 8 | bits(place + 1, 3));
    }
    return all;
  }

  /** Returns this frame with the next higher bit rate and what that adds to its slot's end. */
  public Optional<Mp3Frame> raised() {
    return header
        .raised()
        .map(
            higher -> {
              byte[] longer = Arrays.copyOf(bytes, higher.frameSize());
              ByteBuffer.wrap(longer).putInt(higher.bits());
              return new Mp3Frame(higher, longer);
            });
  }

  private boolean version1() {
    return header.version() == MpegAudio.VERSION_1;
  }

  private int channels() {
    return header.mono() ? 1 : 2;
  }

  /** Granules times channels. */
  private int parts() {
    return (version1() ? 2 : 1) * channels();
  }

  private int placeOf(int part) {
    int shared = header.mono() ? 5 : 3;
    return version1()
        ? 9 + shared + 4 * channels() + part * 59
        : 8 + (header.mono() ? 1 : 2) + part * 63;
  }

  /** Reads the side information, which ends where the slot begins. */
  private int bits(int place, int length) {
    int sideInformation = version1() ? (header.mono() ? 17 : 32) : (header.mono() ? 9 : 17);
    int start = header.sizeOfPreface() - sideInformation;
    int value = 0;
    for (int bit = place; bit < place + length; bit++) {
      value = (value << 1) | ((bytes[start + bit / 8] >> (7 - bit % 8)) & 1);
    }
    return value;
  }
}
