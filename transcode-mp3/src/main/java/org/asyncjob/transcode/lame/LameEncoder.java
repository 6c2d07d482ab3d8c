package org.asyncjob.transcode.lame;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.asyncjob.transcode.parallel.EncoderParameters;
import org.asyncjob.transcode.parallel.Mp3Encoder;

/** One LAME encoder. Its methods exclude each other, so that none meets a closed encoder. */
final class LameEncoder implements Mp3Encoder {

  private static final int BYTES_OF_SAMPLE = 4;
  private static final int SAMPLES_AT_ONCE = 1152 * 7;
  // As lame.h asks for: a quarter more than samples, and what may have been held back.
  private static final int LARGEST_OUTPUT = SAMPLES_AT_ONCE * 5 / 4 + 7200;

  private final LameFunctions functions;
  private final Pointer lame;
  private final int channels;
  private final Memory pcm;
  private final Memory mp3 = new Memory(LARGEST_OUTPUT);
  private final byte[] copy = new byte[LARGEST_OUTPUT];
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private boolean closed;

  LameEncoder(LameFunctions functions, Pointer lame, EncoderParameters parameters) {
    this.functions = functions;
    this.lame = lame;
    this.channels = parameters.channels();
    this.pcm = new Memory((long) SAMPLES_AT_ONCE * channels * BYTES_OF_SAMPLE);
  }

  @Override
  public synchronized void encode(byte[] bytes, int length) throws IOException {
    int atOnce = SAMPLES_AT_ONCE * channels * BYTES_OF_SAMPLE;
    for (int start = 0; start < length; start += atOnce) {
      checkOpen();
      int size = Math.min(atOnce, length - start);
      SoundSamples.limit(bytes, start, size);
      pcm.write(0, bytes, start, size);
      take(encode(size / channels / BYTES_OF_SAMPLE));
    }
  }

  /** What LAME calls interleaved is stereo, whatever it was told about channels. */
  private int encode(int samples) {
    return channels == 1
        ? functions.lame_encode_buffer_ieee_float(lame, pcm, pcm, samples, mp3, LARGEST_OUTPUT)
        : functions.lame_encode_buffer_interleaved_ieee_float(
            lame, pcm, samples, mp3, LARGEST_OUTPUT);
  }

  @Override
  public synchronized byte[] finish() throws IOException {
    checkOpen();
    take(functions.lame_encode_flush(lame, mp3, LARGEST_OUTPUT));
    return stream.toByteArray();
  }

  private void take(int size) throws IOException {
    if (size < 0) {
      throw new IOException("libmp3lame failed with " + size);
    }
    mp3.read(0, copy, 0, size);
    stream.write(copy, 0, size);
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the encoder is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      functions.lame_close(lame);
      pcm.close();
      mp3.close();
    }
  }
}
