package org.asyncjob.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a job on a server is.
 *
 * @param percent 0 to 100
 * @param phase a word for people, e.g. {@code transcoding}; empty if the server gave none
 * @param cancelRequested whether somebody asked for its end
 * @param remaining the server's estimate of the time until it is finished
 * @param pollAfter when the server wants to be asked again
 */
public record RemoteProgress(
    int percent,
    String phase,
    boolean cancelRequested,
    Optional<Duration> remaining,
    Duration pollAfter) {}
