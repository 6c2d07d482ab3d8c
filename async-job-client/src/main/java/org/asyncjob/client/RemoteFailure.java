package org.asyncjob.client;

/**
 * Why a job failed on the server.
 *
 * @param type the RFC 9457 problem type, for programs; {@code about:blank} if the server named none
 * @param error one sentence for a person, as the server wrote it
 * @param detail what the server has to say about this occurrence; {@code error}, unless it says
 *     more
 */
public record RemoteFailure(String type, String error, String detail) {

  /** Makes one of which {@code error} says all. */
  public RemoteFailure(String type, String error) {
    this(type, error, error);
  }
}
