package org.asyncjob.engine;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import org.asyncjob.BlobStoreFullException;

/**
 * The blob store has not done what a handler asked of it, which is not the handler's fault.
 * Handlers have errors of input and output of their own, with files and services; those say nothing
 * here.
 */
final class BlobStoreTrouble extends IOException {

  private static final long serialVersionUID = 1L;

  private BlobStoreTrouble(IOException cause) {
    super("the blob store does not answer: " + cause.getMessage(), cause);
  }

  /**
   * Does something with the blob store.
   *
   * @throws BlobStoreTrouble if that fails for no better reason
   */
  static <T> T within(Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (BlobStoreFullException
        | CorruptedInputException
        | NoSuchFileException
        | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new BlobStoreTrouble(e);
    }
  }

  /** Something that the blob store does. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }
}
