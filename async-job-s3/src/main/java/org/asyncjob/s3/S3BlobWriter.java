package org.asyncjob.s3;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;

/** Collects the bytes of one blob until they make a part, and has that uploaded. */
final class S3BlobWriter extends BlobWriter {

  private final Upload upload;
  private final PartBuffer part;
  private final String filename;
  private final String mediaType;
  private final MessageDigest digest = Digests.sha256();
  private long size;
  private boolean open = true;

  S3BlobWriter(Upload upload, int partSize, String filename, String mediaType) {
    this.upload = upload;
    this.part = new PartBuffer(partSize);
    this.filename = filename;
    this.mediaType = mediaType;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    try {
      for (int done = 0; done < length; ) {
        if (Thread.currentThread().isInterrupted()) {
          throw new ClosedByInterruptException();
        }
        // Only now: what ends with a full part may be all there is, and is one request then.
        if (part.isFull()) {
          upload.part(part);
          part.clear();
        }
        int taken = part.put(bytes, offset + done, length - done);
        digest.update(bytes, offset + done, taken);
        done += taken;
        size += taken;
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Does nothing but look: a part that is not full is not worth a request, and S3 takes none. */
  @Override
  public void flush() throws IOException {
    checkOpen();
  }

  @Override
  public Blob commit() throws IOException {
    checkOpen();
    try {
      upload.complete(part, size);
    } catch (IOException e) {
      throw failed(e);
    }
    open = false;
    String sha256 = HexFormat.of().formatHex(digest.digest());
    return new Blob(upload.key(), size, sha256, filename, mediaType);
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      IOException nothing = new IOException("the upload of a blob could not be aborted");
      upload.abort(nothing);
      if (nothing.getSuppressed().length > 0) {
        throw nothing;
      }
    }
  }

  private IOException failed(IOException met) {
    open = false;
    upload.abort(met);
    return met;
  }

  private void checkOpen() throws IOException {
    if (!open) {
      throw new IOException("this blob was committed, closed or failed; it takes no more");
    }
  }
}
