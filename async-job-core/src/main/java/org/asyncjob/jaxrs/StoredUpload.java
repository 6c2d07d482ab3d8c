package org.asyncjob.jaxrs;

import jakarta.ws.rs.WebApplicationException;
import java.io.Closeable;
import java.io.IOException;
import org.asyncjob.Blob;
import org.asyncjob.BlobStoreFullException;
import org.asyncjob.spi.BlobWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upload on its way into the blob store. What goes wrong there is not the client's fault, who is
 * told to come back; what goes wrong with the client's connection is another matter.
 */
final class StoredUpload implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(StoredUpload.class);

  private final BlobWriter writer;

  private StoredUpload(BlobWriter writer) {
    this.writer = writer;
  }

  /**
   * Begins to store one.
   *
   * @throws WebApplicationException 503 if the store cannot be reached, 507 if it is full
   */
  static StoredUpload begin(Storing<BlobWriter> opening) {
    return new StoredUpload(storing(opening));
  }

  /**
   * Stores some bytes.
   *
   * @throws WebApplicationException as {@link #begin}
   */
  void write(byte[] bytes, int length) {
    storing(
        () -> {
          writer.write(bytes, 0, length);
          return writer;
        });
  }

  /**
   * Keeps what was stored.
   *
   * @throws WebApplicationException as {@link #begin}; nothing is kept then
   */
  Blob commit() {
    return storing(writer::commit);
  }

  /** Nothing is lost if that fails: the upload is kept, or its writer has failed before. */
  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      LOG.debug("the writer of an upload cannot be closed", e);
    }
  }

  /**
   * Has the blob store do something.
   *
   * @throws WebApplicationException as {@link #begin}
   */
  static <T> T storing(Storing<T> step) {
    try {
      return step.run();
    } catch (BlobStoreFullException e) {
      throw Problem.noSpace("The service has no space left for this upload. Try again later.")
          .exception();
    } catch (IOException e) {
      LOG.error("an upload cannot be stored", e);
      throw new WebApplicationException(
          "the blob store does not answer", Problem.storeUnreachable().build());
    }
  }

  /** Something that the blob store does. */
  @FunctionalInterface
  interface Storing<T> {
    T run() throws IOException;
  }
}
