package org.asyncjob.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A job on a server, as the server described it last.
 *
 * @param url its process resource
 * @param status where it stands
 * @param progress how far it is
 * @param result where its result is, present if and only if it succeeded; http or https
 * @param failure why it failed, present if and only if it failed
 * @param warnings what is wrong with its result although it succeeded, a sentence each; empty if
 *     nothing is
 */
public record RemoteJob(
    URI url,
    RemoteStatus status,
    RemoteProgress progress,
    Optional<URI> result,
    Optional<RemoteFailure> failure,
    List<String> warnings) {

  /** Copies the warnings. */
  public RemoteJob {
    warnings = List.copyOf(warnings);
  }

  /** The last segment of its URL. */
  public String id() {
    String path = url.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
