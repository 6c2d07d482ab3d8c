package org.asyncjob.app.page;

import java.nio.file.Path;
import org.asyncjob.app.ServedApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh server and somebody on its page, for every test. */
abstract class PageStory {

  @TempDir Path directory;
  ServedApp app;
  Visit visit;

  @BeforeEach
  void openThePage() {
    app = ServedApp.start(directory.resolve("data"));
    visit = Visit.to(app, directory, Look.DESKTOP_LIGHT);
  }

  /** Stops the server and starts one with the same port and data, and with more flags. */
  void restartTheServer(String... flags) {
    int port = app.base().getPort();
    app.close();
    app = ServedApp.start(directory.resolve("data"), port, flags);
  }

  @AfterEach
  void leave() {
    visit.close();
    app.close();
  }
}
