package org.asyncjob.testkit;

import java.io.IOException;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;

/** Sound as it is; subclasses break one thing. */
class BrokenBlobWriter extends BlobWriter {

  final BlobWriter sound;

  BrokenBlobWriter(BlobWriter sound) {
    this.sound = sound;
  }

  @Override
  public final void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    sound.write(bytes, offset, length);
  }

  @Override
  public Blob commit() throws IOException {
    return sound.commit();
  }

  @Override
  public void close() throws IOException {
    sound.close();
  }
}
