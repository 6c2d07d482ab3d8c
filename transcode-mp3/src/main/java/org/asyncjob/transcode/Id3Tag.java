package org.asyncjob.transcode;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.asyncjob.transcode.mpeg.MalformedMp3Exception;

/**
 * The ID3v2.4 tag in front of an MP3 stream: title, cover and the like. ffmpeg fills in its length
 * afterwards, which it cannot do in a pipe once the tag is larger than a buffer; so the length is
 * taken from the tag's parts and written anew.
 *
 * <p>Sizes have seven bits a byte in this version (id3v2.4.0-structure, section 6.2). ffmpeg gives
 * those of chapters eight, as in version 2.3; they are corrected on the way.
 */
final class Id3Tag {

  private static final int HEADER = 10;
  private static final int SIZE_OFFSET = 6;
  private static final int BITS_PER_BYTE = 7;
  private static final int BITS_NOT_USED = 0x8080_8080;
  private static final int VERSION = 4;
  private static final int LARGEST = 1 << 26;
  private static final int LARGEST_CHAPTERS = 1 << 20;
  private static final Set<String> CHAPTERS = Set.of("CHAP", "CTOC");
  private static final Pattern FRAME_NAME = Pattern.compile("[A-Z0-9]{4}");

  private Id3Tag() {}

  /** Takes bytes of an MP3 file, from the start of the array on. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] bytes, int length) throws IOException;
  }

  /**
   * Copies the tag, if the stream starts with one, and leaves the stream at the first MP3 frame.
   *
   * @throws MalformedMp3Exception if it is not as ffmpeg writes it, or larger than 64 MiB
   */
  static void copy(DataInputStream stream, Sink sink) throws IOException {
    byte[] header = peek(stream, HEADER);
    if (!new String(header, 0, Math.min(3, header.length), StandardCharsets.ISO_8859_1)
        .equals("ID3")) {
      return;
    }
    try {
      stream.skipNBytes(header.length);
      if (header.length < HEADER || header[3] != VERSION) {
        throw new MalformedMp3Exception("the ID3 tag is not of version 2." + VERSION);
      }
      byte[] parts = parts(stream);
      putSize(header, SIZE_OFFSET, parts.length);
      sink.write(header, HEADER);
      sink.write(parts, parts.length);
    } catch (EOFException e) {
      throw new MalformedMp3Exception("the stream ends within its ID3 tag");
    }
  }

  private static byte[] parts(DataInputStream stream) throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    byte[] header = peek(stream, HEADER);
    while (isFrame(header)) {
      long size = size(stream, header);
      if (parts.size() + HEADER + size > LARGEST) {
        throw new MalformedMp3Exception("the ID3 tag is larger than " + LARGEST + " bytes");
      }
      stream.skipNBytes(HEADER);
      byte[] content = stream.readNBytes((int) size);
      if (content.length < size) {
        throw new EOFException();
      }
      putSize(header, Integer.BYTES, content.length);
      parts.write(header);
      parts.write(content);
      header = peek(stream, HEADER);
    }
    while (parts.size() < LARGEST && isPadding(peek(stream, 1))) {
      parts.write(stream.read());
    }
    return parts.toByteArray();
  }

  private static long size(DataInputStream stream, byte[] header) throws IOException {
    int field = ByteBuffer.wrap(header).getInt(Integer.BYTES);
    boolean plain = (field & BITS_NOT_USED) != 0;
    if (CHAPTERS.contains(name(header)) && (plain || endsAfter(stream, field))) {
      return Integer.toUnsignedLong(field);
    }
    if (plain) {
      throw new MalformedMp3Exception("a frame of the ID3 tag has the size %08x".formatted(field));
    }
    long size = 0;
    for (int place = Integer.BYTES - 1; place >= 0; place--) {
      size = (size << BITS_PER_BYTE) | ((field >> (place * Byte.SIZE)) & 0x7F);
    }
    return size;
  }

  /** Whether that many bytes on there is what follows a frame: another one, padding or audio. */
  private static boolean endsAfter(DataInputStream stream, int size) throws IOException {
    if (size > LARGEST_CHAPTERS) {
      return false;
    }
    byte[] bytes = peek(stream, HEADER + size + HEADER);
    if (bytes.length <= HEADER + size) {
      return false;
    }
    byte[] next = Arrays.copyOfRange(bytes, HEADER + size, bytes.length);
    return isFrame(next) || next[0] == 0 || next[0] == (byte) 0xFF;
  }

  private static void putSize(byte[] header, int offset, int size) {
    for (int place = 0; place < Integer.BYTES; place++) {
      int shift = (Integer.BYTES - 1 - place) * BITS_PER_BYTE;
      header[offset + place] = (byte) ((size >> shift) & 0x7F);
    }
  }

  private static boolean isFrame(byte[] header) {
    return header.length == HEADER && FRAME_NAME.matcher(name(header)).matches();
  }

  private static String name(byte[] header) {
    return new String(header, 0, Integer.BYTES, StandardCharsets.ISO_8859_1);
  }

  private static boolean isPadding(byte[] next) {
    return next.length == 1 && next[0] == 0;
  }

  private static byte[] peek(DataInputStream stream, int length) throws IOException {
    stream.mark(length);
    byte[] bytes = stream.readNBytes(length);
    stream.reset();
    return bytes;
  }
}
