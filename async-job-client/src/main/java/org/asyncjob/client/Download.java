package org.asyncjob.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The bytes of one result on their way into a file, over as many connections as it takes: each goes
 * on where the one before broke off, if the server says that the bytes are still the same.
 */
final class Download implements Exchange.Reader<Boolean> {

  private static final int STEP = 64 * 1024;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final Path file;
  private final TransferListener listener;

  private long received;
  private long furthest;
  private long total = -1;
  private Optional<String> validator = Optional.empty();
  private boolean serverKnowsRanges = true;

  Download(Path file, TransferListener listener) {
    this.file = file;
    this.listener = listener;
  }

  /** How many bytes of the result are in the file. */
  long received() {
    return received;
  }

  /** The most bytes that were ever in the file; as long as it grows the server is of use. */
  long furthest() {
    return furthest;
  }

  /** Asks for what is missing. */
  Request.Builder request() {
    // Without this a server may compress, and neither length nor position mean anything.
    Request.Builder get = new Request.Builder().header("Accept-Encoding", "identity");
    if (resumes()) {
      get.header("Range", "bytes=" + received + "-").header("If-Range", validator.orElseThrow());
    }
    return get;
  }

  /**
   * Writes what comes.
   *
   * @return whether the file is complete; false if it has to begin anew, without ranges
   * @throws IOException if the network failed
   * @throws UncheckedIOException if the file could not be written
   */
  @Override
  public Boolean read(Response response) throws IOException {
    boolean resumes = resumes();
    ContentRange range = ContentRange.of(response);
    if (resumes && response.code() == RANGE_NOT_SATISFIABLE) {
      // Where the length was unknown, only the news that this was all may have been lost.
      return range.isAllOf(received) || beginsAnew();
    }
    Answers.accept(response);
    if (resumes && response.code() == PARTIAL_CONTENT) {
      if (!range.continues(received, total) || !isSame(response)) {
        return beginsAnew();
      }
      total = Math.max(total, range.total());
      return write(response, opened(StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }
    Answers.requireOk(response, "the result");
    received = 0;
    total = response.body().contentLength();
    validator = strongValidator(response);
    return write(
        response,
        opened(
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  private boolean resumes() {
    return serverKnowsRanges && received > 0 && validator.isPresent();
  }

  private boolean beginsAnew() {
    serverKnowsRanges = false;
    return false;
  }

  private boolean isSame(Response response) {
    String tag = response.header("ETag");
    return tag == null || tag.equals(validator.orElseThrow());
  }

  /** A weak one does not promise that the bytes are the same (RFC 9110, section 13.1.5). */
  private static Optional<String> strongValidator(Response response) {
    return Optional.ofNullable(response.header("ETag")).filter(tag -> tag.startsWith("\""));
  }

  private boolean write(Response response, OutputStream opened) throws IOException {
    byte[] step = new byte[STEP];
    try (InputStream in = response.body().byteStream();
        OutputStream out = opened) {
      for (int read = in.read(step); read != -1; read = in.read(step)) {
        write(out, step, read);
        received += read;
        furthest = Math.max(furthest, received);
        listener.transferred(received, total);
      }
    }
    if (total >= 0 && received > total) {
      return beginsAnew();
    }
    if (received < total) {
      throw new IOException("the answer ended after " + received + " of " + total + " bytes");
    }
    return true;
  }

  private OutputStream opened(StandardOpenOption... options) {
    try {
      OutputStream out = Files.newOutputStream(file, options);
      if (received > 0 && Files.size(file) != received) {
        out.close();
        throw new IOException(file + " was changed by somebody else while it was filled");
      }
      return out;
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
