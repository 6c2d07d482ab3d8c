package org.asyncjob.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The application as people meet it: on a real port, with a data directory of its own. */
public final class ServedApp implements AutoCloseable {

  /** The size that the server takes by default. */
  public static final long MOST_BYTES = 26_214_400;

  private final Mp4ToMp3Server server;

  private ServedApp(Mp4ToMp3Server server) {
    this.server = server;
  }

  public static ServedApp start(Path data) {
    return start(data, 0);
  }

  /** Starts it on a certain port, with more flags than the data directory. */
  public static ServedApp start(Path data, int port, String... more) {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(
        List.of(
            "--port", Integer.toString(port), "--data-dir", data.toString(), "--grace", "PT0S"));
    return new ServedApp(Mp4ToMp3Server.start(ServeOptions.parse(flags.toArray(String[]::new))));
  }

  /** The address of the page; ends with a slash. */
  public URI base() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
