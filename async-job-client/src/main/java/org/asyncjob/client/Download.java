package org.asyncjob.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Response;

/** The bytes of a result on their way into a file. */
record Download(Path file, TransferListener listener) implements Exchange.Reader<Long> {

  private static final int STEP = 64 * 1024;

  /**
   * Replaces what is in the file.
   *
   * @return how many bytes
   * @throws IOException if the network failed
   * @throws UncheckedIOException if the file could not be written
   */
  @Override
  public Long read(Response response) throws IOException {
    long total = response.body().contentLength();
    long received = 0;
    byte[] step = new byte[STEP];
    try (InputStream in = response.body().byteStream();
        OutputStream out = opened()) {
      for (int read = in.read(step); read != -1; read = in.read(step)) {
        write(out, step, read);
        received += read;
        listener.transferred(received, total);
      }
    }
    return received;
  }

  private OutputStream opened() {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream out, byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
