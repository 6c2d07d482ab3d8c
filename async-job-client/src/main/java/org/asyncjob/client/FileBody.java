package org.asyncjob.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** A file on its way to the server. */
final class FileBody extends RequestBody {

  private static final MediaType TYPE = MediaType.get("application/octet-stream");
  private static final long STEP = 64 * 1024;

  private final Path file;
  private final long size;
  private final TransferListener listener;
  private volatile boolean sent;

  FileBody(Path file, TransferListener listener) throws IOException {
    this.file = file;
    this.size = Files.size(file);
    this.listener = listener;
  }

  @Override
  public MediaType contentType() {
    return TYPE;
  }

  @Override
  public long contentLength() {
    return size;
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
        listener.transferred(count, size);
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
      return Okio.source(file);
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
