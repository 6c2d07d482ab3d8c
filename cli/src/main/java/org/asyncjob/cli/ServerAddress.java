package org.asyncjob.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The server that the user named.
 *
 * @param text as the user wrote it; empty if there is none
 */
record ServerAddress(String text) {

  private static final String CONTROLLER = "mp4tomp3";

  boolean isGiven() {
    return !text.isEmpty();
  }

  /** The resource that accepts work. */
  URI controller() {
    if (!isGiven()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Which server? Say it with --server URL, or in the environment variable"
              + " MP4TOMP3_SERVER.");
    }
    URI server = http(text);
    String path = server.getRawPath().replaceAll("/+$", "");
    return server.resolve(path.endsWith("/" + CONTROLLER) ? path : path + "/" + CONTROLLER);
  }

  /** The process resource of a job that is named by its address, or by its id alone. */
  URI job(String addressOrId) {
    if (addressOrId.contains("/")) {
      return http(addressOrId);
    }
    if (!isGiven()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "\""
              + addressOrId
              + "\" is no address, so it must be an id; say on which server with --server URL.");
    }
    URI controller = controller();
    try {
      return controller.resolve(
          new URI(null, null, controller.getPath() + "/" + addressOrId, null).getRawPath());
    } catch (URISyntaxException e) {
      throw noAddress(addressOrId);
    }
  }

  private static URI http(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw noAddress(text);
    }
    throw noAddress(text);
  }

  private static CommandFailure noAddress(String text) {
    return new CommandFailure(
        ExitCode.USAGE,
        "\"" + text + "\" is no address of a server; it has to look like http://localhost:8080.");
  }
}
