package org.asyncjob.transcode;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Walks through the boxes of a file of the MP4 family (ISO/IEC 14496-12). Reads a few bytes of each
 * box and believes none of them: sizes are held against the file, the number of boxes is limited.
 */
final class Mp4Surveyor {

  private static final int MOST_BOXES = 1_000_000;
  private static final int MOST_TRACKS = 1_000;
  private static final int DEEPEST = 16;
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 16;
  private static final Set<String> AT_THE_START =
      Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "sidx", "moof");
  private static final Set<String> CONTAINERS =
      Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "udta", "ilst", "moof", "traf");
  // One index entry per chunk, not per sample, is made for these.
  private static final Set<String> PCM =
      Set.of(
          "sowt", "twos", "lpcm", "in24", "in32", "fl32", "fl64", "raw ", "NONE", "ipcm", "fpcm",
          "ulaw", "alaw");

  // Common Encryption, FairPlay and Audible.
  private static final Set<String> ENCRYPTED = Set.of("enca", "encv", "drms", "drmi", "aavd");
  private static final int MOST_DESCRIPTIONS = 100;
  private static final int DESCRIPTION_OF_AUDIO = 36;
  // An alias that is longer has a name in it, by which ffmpeg, too, tells other files.
  private static final int LONGEST_ALIAS_WITHOUT_NAME = 150;

  private final FileChannel file;
  private final long fileSize;
  private int boxesLeft = MOST_BOXES;

  private boolean recognized;
  private boolean index;
  private boolean compressedIndex;
  private boolean cutOff;
  private boolean fragmented;
  private long indexEntries;
  private long coverBytes;
  private final List<Mp4Track> tracks = new ArrayList<>();

  private long trackId;
  private String handler = "";
  private String format = "";
  private long trackSamples;
  private boolean encrypted;
  private boolean elsewhere;

  private Mp4Surveyor(FileChannel file) throws IOException {
    this.file = file;
    this.fileSize = file.size();
  }

  /**
   * Looks at a file of any content.
   *
   * @throws IOException if it cannot be read
   */
  static Mp4Survey survey(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return new Mp4Surveyor(file).survey();
    }
  }

  /**
   * Whether a file that begins like this can be of the MP4 family, by its first box alone.
   *
   * @param beginning at least 8 bytes of it, or the file has no more
   */
  static boolean recognizes(ByteBuffer beginning) {
    ByteBuffer header = beginning.duplicate();
    if (header.remaining() < HEADER) {
      return false;
    }
    header.getInt();
    return AT_THE_START.contains(fourLetters(header));
  }

  private Mp4Survey survey() throws IOException {
    try {
      walk(0, fileSize, 0);
    } catch (EOFException e) {
      cutOff = true;
    }
    return new Mp4Survey(
        recognized, index, compressedIndex, cutOff, fragmented, indexEntries, coverBytes, tracks);
  }

  private void walk(long start, long end, int depth) throws IOException {
    boolean topLevel = depth == 0;
    long position = start;
    while (position + HEADER <= end && boxesLeft-- > 0) {
      ByteBuffer header = read(position, HEADER);
      long size = Integer.toUnsignedLong(header.getInt());
      String type = fourLetters(header);
      int headerSize = HEADER;
      if (size == 1) {
        size = read(position + HEADER, HEADER).getLong();
        headerSize = LONG_HEADER;
      } else if (size == 0) {
        size = end - position;
      }
      if (topLevel && position == 0) {
        recognized = AT_THE_START.contains(type);
        if (!recognized) {
          return;
        }
      }
      if (size < headerSize) {
        return;
      }
      boolean tooLong = size > end - position;
      long boxEnd = tooLong ? end : position + size;
      cutOff |= topLevel && tooLong;
      if (depth < DEEPEST) {
        visit(type, position + headerSize, boxEnd, depth + 1);
      }
      position = boxEnd;
    }
    cutOff |= topLevel && position < end && end - position < HEADER;
  }

  private void visit(String type, long start, long end, int depth) throws IOException {
    switch (type) {
      case "moov" -> index = true;
      case "moof" -> fragmented = true;
      case "cmov" -> compressedIndex = true;
      case "trak" -> {
        trackId = 0;
        handler = "";
        format = "";
        trackSamples = 0;
        encrypted = false;
        elsewhere = false;
      }
      case "meta" -> walk(start + sizeOfMetaHeader(start), end, depth);
      case "tkhd" -> trackId = trackId(start);
      case "hdlr" -> readHandler(start);
      case "stsd" -> readDescriptions(start, end);
      case "dref" -> readReferences(start, end);
      case "stsz", "stz2" -> trackSamples = Integer.toUnsignedLong(read(start + 8, 4).getInt());
      case "trun" -> indexEntries += Integer.toUnsignedLong(read(start + 4, 4).getInt());
      case "covr" -> coverBytes += end - start;
      default -> {}
    }
    if (CONTAINERS.contains(type)) {
      walk(start, end, depth);
    }
    if (type.equals("trak") && tracks.size() < MOST_TRACKS) {
      tracks.add(new Mp4Track(trackId, handler, format, encrypted, elsewhere));
      indexEntries += PCM.contains(format) ? 0 : trackSamples;
    }
  }

  private void readDescriptions(long start, long end) throws IOException {
    format = fourLetters(read(start + 12, 4));
    long position = start + 8;
    for (int number = 0; number < MOST_DESCRIPTIONS && position + HEADER <= end; number++) {
      ByteBuffer header = read(position, HEADER);
      long next = position + Integer.toUnsignedLong(header.getInt());
      encrypted |= ENCRYPTED.contains(fourLetters(header)) || hasKeyInfo(position, next);
      if (next < position + HEADER || next > end) {
        return;
      }
      position = next;
    }
  }

  /** Whether a description of audio has the box that protected samples have, whatever its name. */
  private boolean hasKeyInfo(long start, long end) throws IOException {
    if (start + DESCRIPTION_OF_AUDIO > end || end > fileSize) {
      return false;
    }
    int version = read(start + 16, 2).getShort();
    long position = start + DESCRIPTION_OF_AUDIO + (version == 1 ? 16 : version == 2 ? 36 : 0);
    while (position + HEADER <= end && boxesLeft-- > 0) {
      ByteBuffer header = read(position, HEADER);
      long size = Integer.toUnsignedLong(header.getInt());
      if (fourLetters(header).equals("sinf")) {
        return true;
      }
      if (size < HEADER) {
        return false;
      }
      position += size;
    }
    return false;
  }

  private void readReferences(long start, long end) throws IOException {
    if (start + 20 > end) {
      return;
    }
    ByteBuffer first = read(start + 8, 12);
    long size = Integer.toUnsignedLong(first.getInt());
    boolean alias = fourLetters(first).equals("alis");
    boolean here = (first.getInt() & 1) == 1;
    elsewhere |= alias && !here && size > LONGEST_ALIAS_WITHOUT_NAME;
  }

  private long trackId(long start) throws IOException {
    boolean longTimes = read(start, 1).get() == 1;
    return Integer.toUnsignedLong(read(start + (longTimes ? 20 : 12), 4).getInt());
  }

  private void readHandler(long start) throws IOException {
    String type = fourLetters(read(start + 8, 4));
    // QuickTime has a second one in minf, for where the data is, and one in meta.
    if (handler.isEmpty() && !type.equals("mdir") && !type.equals("alis")) {
      handler = type;
    }
  }

  /** The version field that ISO files have in front of the boxes in {@code meta}, QuickTime not. */
  private int sizeOfMetaHeader(long start) throws IOException {
    return fourLetters(read(start + 4, 4)).equals("hdlr") ? 0 : 4;
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  private static String fourLetters(ByteBuffer buffer) {
    byte[] letters = new byte[4];
    buffer.get(letters);
    return new String(letters, StandardCharsets.ISO_8859_1);
  }
}
