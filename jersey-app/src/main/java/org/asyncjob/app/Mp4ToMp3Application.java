package org.asyncjob.app;

import jakarta.servlet.ServletContext;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The application in a WAR, as JAX-RS sees it. {@link Mp4ToMp3Lifecycle} starts and stops what is
 * behind it; the WAR's web.xml names both.
 */
public final class Mp4ToMp3Application extends Application {

  @Context private @Nullable ServletContext context;

  /** For the server. */
  public Mp4ToMp3Application() {}

  /**
   * The components of the running application.
   *
   * @throws StartException if it has not started
   */
  @Override
  @SuppressWarnings("deprecation") // classes instead could be handed their wiring by statics alone
  public Set<Object> getSingletons() {
    if (context == null) {
      throw new IllegalStateException(
          "the server gave no ServletContext to the Application; deploy it as a WAR");
    }
    return Mp4ToMp3Lifecycle.startedIn(context).components();
  }
}
