package org.asyncjob.transcode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes, finds and changes boxes of files of the MP4 family. */
final class Boxes {

  private static final int HEADER = 8;

  private Boxes() {}

  static byte[] box(String type, byte[]... contents) {
    byte[] content = concatenated(contents);
    return ByteBuffer.allocate(HEADER + content.length)
        .putInt(HEADER + content.length)
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .put(content)
        .array();
  }

  static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] concatenated(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  /** Where the type of the first such box stands. */
  static int indexOf(byte[] file, String type) {
    int index = new String(file, StandardCharsets.ISO_8859_1).indexOf(type);
    if (index < 0) {
      throw new IllegalArgumentException("there is no " + type);
    }
    return index;
  }

  /** The first such box as a whole. */
  static byte[] find(byte[] file, String type) {
    int start = indexOf(file, type) - Integer.BYTES;
    return Arrays.copyOfRange(file, start, start + ByteBuffer.wrap(file).getInt(start));
  }

  static byte[] renamed(byte[] file, String type, String other) {
    byte[] changed = file.clone();
    System.arraycopy(text(other), 0, changed, indexOf(file, type), Integer.BYTES);
    return changed;
  }

  /** With another number in the first such box, so many bytes after its header. */
  static byte[] withInt(byte[] file, String type, int offset, int value) {
    byte[] changed = file.clone();
    ByteBuffer.wrap(changed).putInt(indexOf(file, type) + Integer.BYTES + offset, value);
    return changed;
  }
}
