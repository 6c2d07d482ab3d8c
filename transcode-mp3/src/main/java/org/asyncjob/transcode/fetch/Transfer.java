package org.asyncjob.transcode.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.asyncjob.JobFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file, as far as they have come in one or several answers. Not safe for many
 * threads; one after the other may use it.
 */
final class Transfer implements Closeable {

  private static final int STEP = 64 * 1024;
  private static final int ENOUGH_TO_JUDGE = 16;

  private final FileChannel file;
  private final long mostBytes;
  private final ContentCheck check;
  private final FetchListener listener;
  private long received;
  private OptionalLong total = OptionalLong.empty();
  private @Nullable Validator validator;
  private String filename = "";

  Transfer(Path target, long mostBytes, ContentCheck check, FetchListener listener)
      throws IOException {
    this.mostBytes = mostBytes;
    this.check = check;
    this.listener = listener;
    file =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /** How many bytes are there. */
  long received() {
    return received;
  }

  /** What the rest can be asked for with; empty if it has to begin anew. */
  Optional<Validator> resumption() {
    return received == 0 ? Optional.empty() : Optional.ofNullable(validator);
  }

  FetchedFile result() {
    return new FetchedFile(filename, received);
  }

  /**
   * Takes a whole file (200).
   *
   * @throws IOException if the connection breaks
   * @throws UncheckedIOException if the file cannot be written
   */
  void takeAll(Response response, HttpUrl asked) throws IOException {
    restart();
    Encoding encoding = Encoding.of(response);
    total = encoding == Encoding.NONE ? lengthOf(response) : OptionalLong.empty();
    validator = encoding == Encoding.NONE ? Validator.of(response).orElse(null) : null;
    filename = Filenames.of(response, asked);
    refuseIfTooLarge(total.orElse(0));
    try (InputStream in = encoding.decoded(response.body().byteStream())) {
      byte[] beginning = judged(in, asked, response.request().url());
      write(beginning, beginning.length);
      copy(in);
    }
  }

  /**
   * Takes the rest of a file (206).
   *
   * @throws IOException if the connection breaks, or this is not the rest that was asked for: it
   *     begins anew then
   */
  void takeRest(Response response) throws IOException {
    ContentRange range = ContentRange.of(response);
    boolean isRest =
        range.first() == received
            && (total.isEmpty() || range.total().equals(total))
            && Encoding.of(response) == Encoding.NONE;
    if (!isRest) {
      restart();
      throw new IOException("the answer is not the rest that was asked for");
    }
    total = range.total();
    refuseIfTooLarge(total.orElse(0));
    try (InputStream in = response.body().byteStream()) {
      copy(in);
    }
    if (total.isPresent() && received < total.getAsLong()) {
      throw new IOException("the answer has less of the rest than it says");
    }
  }

  /** Forgets what is there. */
  void restart() {
    received = 0;
    validator = null;
    total = OptionalLong.empty();
    try {
      file.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Returns the beginning, some more than was there if that had to be looked at. */
  private byte[] judged(InputStream in, HttpUrl asked, HttpUrl answered) throws IOException {
    byte[] beginning = in.readNBytes(ENOUGH_TO_JUDGE);
    if (WebPages.mayBegin(beginning)) {
      byte[] more = in.readNBytes(WebPages.ENOUGH);
      byte[] page = Arrays.copyOf(beginning, beginning.length + more.length);
      System.arraycopy(more, 0, page, beginning.length, more.length);
      beginning = page;
      Optional<JobFailedException> failure = WebPages.failure(page, asked, answered);
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
    check.check(ByteBuffer.wrap(beginning).asReadOnlyBuffer());
    return beginning;
  }

  private void copy(InputStream in) throws IOException {
    byte[] step = new byte[STEP];
    for (int read = in.read(step); read >= 0; read = in.read(step)) {
      write(step, read);
    }
  }

  private void write(byte[] bytes, int length) {
    refuseIfTooLarge(received + length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (buffer.hasRemaining()) {
        received += file.write(buffer, received);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.received(received, total);
  }

  private void refuseIfTooLarge(long bytes) {
    if (bytes > mostBytes) {
      throw FetchFailures.tooLarge(mostBytes);
    }
  }

  private static OptionalLong lengthOf(Response response) {
    long length = response.body().contentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }
}
