package org.asyncjob.transcode.fetch;

import java.nio.ByteBuffer;
import org.asyncjob.JobFailedException;

/** Looks at how a file begins, so that no more is fetched of what is of no use. */
@FunctionalInterface
public interface ContentCheck {

  /** Takes anything. */
  ContentCheck NONE = beginning -> {};

  /**
   * Refuses what it does not want.
   *
   * @param beginning the first bytes: 16 or more, or all there are
   * @throws JobFailedException with the reason for whoever has sent the link
   */
  void check(ByteBuffer beginning);
}
