package org.asyncjob.transcode.fetch;

import java.util.OptionalLong;

/** Hears how far a file has come. Called often and from another thread: return quickly. */
@FunctionalInterface
public interface FetchListener {

  /** Listens to nothing. */
  FetchListener NONE = (received, total) -> {};

  /**
   * Called when more of it has come.
   *
   * @param received bytes so far; less than before if it has to be fetched from its beginning again
   * @param total bytes of the whole, if that is known
   */
  void received(long received, OptionalLong total);
}
