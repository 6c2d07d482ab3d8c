package org.asyncjob.app.page;

import java.net.URI;
import java.nio.file.Path;

/** The application as people meet it: on a real port, with a data directory of its own. */
final class ServedApp implements AutoCloseable {

  /** The size that the server takes by default. */
  static final long MOST_BYTES = 26_214_400;

  private final URI base;

  private ServedApp(URI base) {
    this.base = base;
  }

  static ServedApp start(Path data) {
    return new ServedApp(URI.create(System.getProperty("page.base", "http://127.0.0.1:8931/ctx/")));
  }

  /** The address of the page; ends with a slash. */
  URI base() {
    return base;
  }

  @Override
  public void close() {}
}
