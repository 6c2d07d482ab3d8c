package org.asyncjob.client;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Source;

/** Bytes on their way to the server. */
final class UploadBody extends RequestBody {

  private static final long STEP = 64 * 1024;

  /** How many bytes there are, and how to read them from the first one on, as often as needed. */
  record Bytes(long size, Opener opener) {

    @FunctionalInterface
    interface Opener {
      Source open() throws IOException;
    }
  }

  private final Bytes bytes;
  private final MediaType type;
  private final TransferListener listener;
  private volatile boolean sent;

  /**
   * Creates it.
   *
   * @throws IllegalArgumentException if that is no media type
   */
  UploadBody(Bytes bytes, String mediaType, TransferListener listener) {
    this.bytes = bytes;
    this.type = MediaType.get(mediaType);
    this.listener = listener;
  }

  @Override
  public MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return bytes.size();
  }

  /** Whether to send again is decided where the idempotency key is known. */
  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sent = false;
    try (Source source = opened()) {
      Buffer step = new Buffer();
      long count = 0;
      for (long read = read(source, step); read != -1; read = read(source, step)) {
        sink.write(step, read);
        count += read;
        listener.transferred(count, bytes.size());
      }
      sent = true;
    }
  }

  /** Whether nothing of it is left to send, so that the server may act upon it. */
  boolean isSent() {
    return sent;
  }

  private Source opened() throws UnreadableFileException {
    try {
      return bytes.opener().open();
    } catch (IOException e) {
      throw new UnreadableFileException(e);
    }
  }

  private static long read(Source source, Buffer step) throws UnreadableFileException {
    try {
      return source.read(step, STEP);
    } catch (IOException e) {
      throw new UnreadableFileException(e);
    }
  }
}
