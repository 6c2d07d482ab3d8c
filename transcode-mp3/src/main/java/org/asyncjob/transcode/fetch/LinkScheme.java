package org.asyncjob.transcode.fetch;

import java.io.IOException;
import java.net.URI;
import org.asyncjob.UnacceptableRequestException;

/**
 * Links that are not http or https, such as {@code s3://bucket/key}: says at which address their
 * bytes are. Safe for many threads.
 */
public interface LinkScheme {

  /** What such links begin with, in lower case and without the colon, e.g. {@code s3}. */
  String name();

  /**
   * Refuses links that are not to be fetched. Quick: a client waits, nothing is asked for over the
   * network.
   *
   * @param link of this scheme, as it was sent
   * @throws UnacceptableRequestException with one sentence that the client may read
   */
  void check(String link);

  /**
   * Returns where the bytes are: http or https, and to be trusted. No guard is asked about it, and
   * redirects from there are not followed. Called anew for each attempt.
   *
   * @param link one that was checked
   * @throws IOException if that cannot be told; only the log says why
   */
  URI address(String link) throws IOException;
}
