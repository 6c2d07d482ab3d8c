package org.asyncjob.transcode;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.asyncjob.transcode.mpeg.MalformedMp3Exception;
import org.asyncjob.transcode.mpeg.Mp3Frame;
import org.asyncjob.transcode.mpeg.Mp3FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * Writes an MP3 file from the stream that ffmpeg's encoder makes: the ID3 tag and the frames as
 * they come, and before the first frame the {@link LameTag}, whose contents are known at the end
 * only. ffmpeg would write that itself into a file, but not into a pipe.
 *
 * <p>One thread calls {@link #copy}, or {@link #copyTag} and {@link #add}; after that, any thread
 * calls the others.
 */
final class Mp3Writer implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final OutputStream output;
  private final Mp3Options options;
  private final long largestFile;
  private final SeekTable seekTable = new SeekTable();
  private final Crc16 checksum = new Crc16();

  private @Nullable LameTag tag;
  private long tagPosition;
  private long written;
  private long frames;
  private int samplesPerFrame = 1;
  private int sampleRate = 1;
  private int firstBitrate;
  private boolean oneBitrate = true;
  private boolean mono;

  /**
   * Creates the file, or empties it.
   *
   * @param options what was in effect, for the tag
   * @throws IOException if it cannot be written
   */
  Mp3Writer(Path path, Mp3Options options, long largestFile) throws IOException {
    this.options = options;
    this.largestFile = largestFile;
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    this.output = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
  }

  /**
   * Takes the whole stream.
   *
   * @param framesSoFar is told the number of frames after each
   * @throws MalformedMp3Exception if the stream is not MP3
   * @throws OutputTooLargeException before the file gets larger than allowed
   */
  void copy(InputStream stream, LongConsumer framesSoFar) throws IOException {
    DataInputStream input = new DataInputStream(new BufferedInputStream(stream, BUFFER));
    byte[] buffer = new byte[BUFFER];
    Id3Tag.copy(input, this::write);
    while (readHeader(input, buffer)) {
      copyFrame(input, buffer);
      framesSoFar.accept(frames);
    }
    output.flush();
  }

  private static boolean readHeader(DataInputStream input, byte[] buffer) throws IOException {
    int read = input.readNBytes(buffer, 0, Mp3FrameHeader.SIZE);
    if (read != 0 && read != Mp3FrameHeader.SIZE) {
      throw new MalformedMp3Exception("the stream ends within a frame's header");
    }
    return read > 0;
  }

  private void copyFrame(DataInputStream input, byte[] buffer) throws IOException {
    int bits = ByteBuffer.wrap(buffer).getInt();
    Optional<Mp3FrameHeader> parsed = Mp3FrameHeader.parse(bits);
    if (parsed.isEmpty()) {
      throw new MalformedMp3Exception(
          "frame %d starts with %08x, which is no header".formatted(frames, bits));
    }
    Mp3FrameHeader header = parsed.get();
    int size = header.frameSize();
    try {
      input.readFully(buffer, Mp3FrameHeader.SIZE, size - Mp3FrameHeader.SIZE);
    } catch (EOFException e) {
      throw new MalformedMp3Exception("the stream ends within frame " + frames);
    }
    add(header, buffer, size);
  }

  /**
   * Takes the ID3 tag of a stream, if it has one, and leaves out all that follows.
   *
   * @throws MalformedMp3Exception if it is not as ffmpeg writes it
   */
  void copyTag(InputStream stream) throws IOException {
    DataInputStream input = new DataInputStream(new BufferedInputStream(stream, BUFFER));
    Id3Tag.copy(input, this::write);
    input.transferTo(OutputStream.nullOutputStream());
  }

  /**
   * Takes the next frame.
   *
   * @throws OutputTooLargeException before the file gets larger than allowed
   */
  void add(Mp3Frame frame) throws IOException {
    add(frame.header(), frame.bytes(), frame.bytes().length);
  }

  private void add(Mp3FrameHeader header, byte[] frame, int size) throws IOException {
    if (tag == null) {
      if (nothingAsked() && hasTag(header, frame)) {
        throw new MalformedMp3Exception("the stream has a tag of its own");
      }
      tag = reserveTag(header);
    } else if (header.sampleRate() != sampleRate || header.mono() != mono) {
      throw new MalformedMp3Exception(
          "frame %d has another sample rate or number of channels".formatted(frames));
    }
    oneBitrate &= header.bitrate() == firstBitrate;
    seekTable.add(written - tagPosition);
    checksum.update(frame, 0, size);
    write(frame, size);
    frames++;
  }

  private static boolean hasTag(Mp3FrameHeader header, byte[] frame) {
    String start =
        new String(frame, header.sizeOfPreface(), Integer.BYTES, StandardCharsets.ISO_8859_1);
    return start.equals("Xing") || start.equals("Info");
  }

  private LameTag reserveTag(Mp3FrameHeader first) throws IOException {
    LameTag reserved = new LameTag(first, options);
    tagPosition = written;
    samplesPerFrame = first.version().samplesPerFrame();
    sampleRate = first.sampleRate();
    firstBitrate = first.bitrate();
    mono = first.mono();
    write(new byte[reserved.size()], reserved.size());
    return reserved;
  }

  private void write(byte[] bytes, int length) throws IOException {
    if (written + length > largestFile) {
      throw new OutputTooLargeException();
    }
    output.write(bytes, 0, length);
    written += length;
  }

  /**
   * Writes the tag, which completes the file.
   *
   * @param sound what of it is audio, per channel, without what the encoder has added
   */
  void finish(LameTag.Sound sound) throws IOException {
    if (tag == null) {
      throw new IllegalStateException("there is no frame");
    }
    output.flush();
    long length = written - tagPosition;
    boolean constant = options.bitrate().isPresent() || (nothingAsked() && oneBitrate);
    LameTag.Stream stream = new LameTag.Stream(frames, length, constant, seekTable, checksum);
    ByteBuffer bytes = ByteBuffer.wrap(tag.bytes(stream, sound));
    while (bytes.hasRemaining()) {
      file.write(bytes, tagPosition + bytes.position());
    }
  }

  /** Whether the frames are somebody else's: then their bit rates tell how they were made. */
  private boolean nothingAsked() {
    return options.quality().isEmpty() && options.averageBitrate().isEmpty();
  }

  /** Samples per channel that all frames decode to. */
  long decodedSamples() {
    return frames * samplesPerFrame;
  }

  /** Number of frames, without the tag's. */
  long frames() {
    return frames;
  }

  /** Size of the file in bytes. */
  long size() {
    return written;
  }

  /** Returns how long that many frames play. */
  Duration duration(long ofFrames) {
    return Duration.ofNanos(
        Math.multiplyExact(ofFrames * samplesPerFrame, 1_000_000L) / sampleRate * 1000);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
