package org.asyncjob.spi;

import java.io.IOException;
import java.time.Duration;
import org.asyncjob.Blob;

/**
 * Takes the bytes of inputs from clients themselves, past the application. Safe for many threads.
 *
 * <p>What was sent is a blob like any other from the moment when all of it is there: the store
 * opens, deletes and sweeps it by its key. Nobody else can make a blob with such a key: that one is
 * there proves that this application has offered its target to somebody.
 */
public interface DirectUploads {

  /**
   * What the keys of such blobs begin with, and of no others; 64 lower-case hexadecimal digits
   * follow.
   */
  String KEY_PREFIX = "upload-";

  /** The largest number of bytes that can be sent like this. */
  long mostBytes();

  /**
   * Returns where the bytes of a blob can be sent that is not there yet. Not another number of
   * bytes, and, where the store can tell by their SHA-256, no others.
   *
   * @param announced what the client has said of it
   * @param validity how long sending may begin, more than zero; what has begun by then goes on
   * @throws IOException if no address can be made now
   */
  UploadTarget target(Blob announced, Duration validity) throws IOException;

  /**
   * Says whether the bytes of a blob have come. They are not read for that: a store that does not
   * know the SHA-256 of what it has says nothing of it.
   *
   * @throws IOException if the store cannot be asked
   */
  Arrival arrival(Blob announced) throws IOException;

  /** Whether the bytes of a blob have come. */
  enum Arrival {
    /** There is nothing, or not all of it. */
    MISSING,
    /** There is something else than was announced. */
    DIFFERENT,
    /** All of it is there. */
    COMPLETE
  }
}
