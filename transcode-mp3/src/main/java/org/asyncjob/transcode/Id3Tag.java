package org.asyncjob.transcode;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.asyncjob.transcode.mpeg.MalformedMp3Exception;

/**
 * The ID3v2.3 tag in front of an MP3 stream: title, cover and the like. ffmpeg fills in its length
 * afterwards, which it cannot do in a pipe once the tag is larger than a buffer; so the length is
 * taken from the tag's parts and written anew.
 */
final class Id3Tag {

  private static final int HEADER = 10;
  private static final int SIZE_OFFSET = 6;
  private static final int BITS_PER_BYTE = 7;
  private static final int VERSION = 3;
  private static final int LARGEST = 1 << 26;
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
      ByteBuffer size = ByteBuffer.wrap(header).position(SIZE_OFFSET);
      for (int place = Integer.BYTES - 1; place >= 0; place--) {
        size.put((byte) ((parts.length >> (place * BITS_PER_BYTE)) & 0x7F));
      }
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
      long size = HEADER + Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(Integer.BYTES));
      if (parts.size() + size > LARGEST) {
        throw new MalformedMp3Exception("the ID3 tag is larger than " + LARGEST + " bytes");
      }
      byte[] frame = stream.readNBytes((int) size);
      if (frame.length < size) {
        throw new EOFException();
      }
      parts.write(frame);
      header = peek(stream, HEADER);
    }
    while (parts.size() < LARGEST && isPadding(peek(stream, 1))) {
      parts.write(stream.read());
    }
    return parts.toByteArray();
  }

  private static boolean isFrame(byte[] header) {
    return header.length == HEADER
        && FRAME_NAME
            .matcher(new String(header, 0, Integer.BYTES, StandardCharsets.ISO_8859_1))
            .matches();
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
