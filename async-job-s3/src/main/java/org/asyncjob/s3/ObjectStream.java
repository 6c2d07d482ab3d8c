package org.asyncjob.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object from an offset on. When the connection breaks, the rest is asked for
 * again: objects never change.
 */
final class ObjectStream extends InputStream {

  /** Without a byte between them. */
  private static final int TRIES = 3;

  private final Bucket bucket;
  private final String object;
  private final long size;
  private long position;
  private @Nullable ResponseInputStream<GetObjectResponse> in;

  private ObjectStream(Bucket bucket, String object, long size, long position) {
    this.bucket = bucket;
    this.object = object;
    this.size = size;
    this.position = position;
  }

  /** Opens it, so that what is missing or has another size is told now. */
  static InputStream open(Bucket bucket, String object, long size, long offset) throws IOException {
    ObjectStream stream = new ObjectStream(bucket, object, size, offset);
    if (offset == size) {
      // No range has nothing in it.
      stream.checkSize(
          bucket
              .ask(
                  client -> client.headObject(request -> request.bucket(bucket.name()).key(object)))
              .contentLength());
      return InputStream.nullInputStream();
    }
    stream.in = stream.rest();
    return stream;
  }

  private ResponseInputStream<GetObjectResponse> rest() throws IOException {
    ResponseInputStream<GetObjectResponse> rest =
        bucket.ask(
            client ->
                client.getObject(
                    request -> {
                      request.bucket(bucket.name()).key(object);
                      if (position > 0) {
                        request.range("bytes=" + position + "-");
                      }
                    }));
    try {
      checkSize(position + rest.response().contentLength());
    } catch (IOException e) {
      rest.abort();
      throw e;
    }
    return rest;
  }

  private void checkSize(long found) throws IOException {
    if (found != size) {
      throw new FileSystemException(
          object, null, "has " + found + " bytes, but " + size + " were stored");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (position == size) {
      return -1;
    }
    for (int tries = 1; ; tries++) {
      // What this throws has been tried several times already.
      ResponseInputStream<GetObjectResponse> current = in == null ? rest() : in;
      in = current;
      try {
        int count = some(current, bytes, offset, (int) Math.min(length, size - position));
        position += count;
        return count;
      } catch (IOException | SdkException e) {
        in = null;
        current.abort();
        IOException told =
            e instanceof SdkException met
                ? new Failure(bucket.name(), met).told()
                : (IOException) e;
        if (tries == TRIES || told instanceof ClosedByInterruptException) {
          throw told;
        }
      }
    }
  }

  private int some(InputStream current, byte[] bytes, int offset, int length) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    int count = current.read(bytes, offset, length);
    if (count < 0) {
      throw new IOException(
          "the object store has ended a download after %d of %d bytes".formatted(position, size));
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return in == null ? 0 : in.available();
  }

  /** Breaks the connection off where bytes are left: reading them all would be of no use. */
  @Override
  public void close() throws IOException {
    ResponseInputStream<GetObjectResponse> current = in;
    in = null;
    if (current == null) {
      return;
    }
    if (position == size) {
      current.close();
    } else {
      current.abort();
    }
  }
}
