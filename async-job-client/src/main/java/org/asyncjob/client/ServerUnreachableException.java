package org.asyncjob.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** The server could not be spoken to, or the connection broke before the answer was complete. */
public final class ServerUnreachableException extends JobServerException {

  private static final long serialVersionUID = 1L;

  private final boolean contacted;

  ServerUnreachableException(URI address, IOException cause) {
    super("Cannot reach " + server(address) + ": " + reason(address, cause) + ".", cause);
    this.contacted = !isWithoutContact(cause);
  }

  /** Whether a connection stood before it broke; false if there never was one. */
  public boolean contacted() {
    return contacted;
  }

  private static boolean isWithoutContact(IOException cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException;
  }

  private static String server(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  private static String reason(URI address, IOException cause) {
    if (cause instanceof UnknownHostException) {
      return "no host is called \"" + address.getHost() + "\"";
    }
    if (cause instanceof ConnectException) {
      return "nothing answers there (connection refused)";
    }
    if (cause instanceof NoRouteToHostException) {
      return "there is no route to that host";
    }
    if (cause instanceof SSLException) {
      return "no secure connection could be made (" + cause.getMessage() + ")";
    }
    if (cause instanceof SocketTimeoutException) {
      return "it took too long to answer";
    }
    return "the connection broke";
  }
}
