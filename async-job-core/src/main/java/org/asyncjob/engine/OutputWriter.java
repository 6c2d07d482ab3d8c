package org.asyncjob.engine;

import java.io.IOException;
import java.util.function.Consumer;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;

/** Writes a blob and tells of it, so that it can be deleted if nobody comes to need it. */
final class OutputWriter extends BlobWriter {

  private final BlobWriter writer;
  private final Consumer<Blob> made;

  OutputWriter(BlobWriter writer, Consumer<Blob> made) {
    this.writer = writer;
    this.made = made;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    BlobStoreTrouble.within(
        () -> {
          writer.write(bytes, offset, length);
          return writer;
        });
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  @Override
  public Blob commit() throws IOException {
    Blob blob = BlobStoreTrouble.within(writer::commit);
    made.accept(blob);
    return blob;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
