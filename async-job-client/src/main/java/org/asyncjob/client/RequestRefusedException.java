package org.asyncjob.client;

/** The server understood the request and will not do it. */
public final class RequestRefusedException extends JobServerException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  RequestRefusedException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  /** The HTTP status, 400 to 599. */
  public int status() {
    return status;
  }

  /** The RFC 9457 problem type, {@code about:blank} if the status says it all. */
  public String type() {
    return type;
  }
}
