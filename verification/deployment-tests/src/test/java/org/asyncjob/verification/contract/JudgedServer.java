package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The server that the suite judges: the one that {@code -Dserver=http://host:port/} names, else our
 * application, started once for the whole run.
 */
final class JudgedServer implements ParameterResolver {

  /** The path of the resource that accepts work, below the base. */
  static final String PATH = System.getProperty("server.path", "mp4tomp3");

  private static final Optional<URI> FOREIGN =
      Optional.ofNullable(System.getProperty("server"))
          .filter(text -> !text.isBlank())
          .map(text -> URI.create(text.endsWith("/") ? text : text + "/"));

  /** Whether it is one that this suite has started. */
  static boolean isOurs() {
    return FOREIGN.isEmpty();
  }

  /**
   * Whether it is our application, whoever has started it, and not another one that has our
   * contract.
   */
  static boolean isTheApplication() {
    return PATH.equals("mp4tomp3");
  }

  /** The path below which the application is; ends with a slash. */
  static String basePath() {
    return FOREIGN.map(URI::getRawPath).orElse("/");
  }

  /** Starts the application with settings of its own; skips the test if a server is given. */
  static AppProcess own(String... flags) throws IOException {
    assumeOurs("a server that is started with " + String.join(" ", flags));
    return AppProcess.start(flags);
  }

  /** Skips the test if a server is given, which may be set up otherwise. */
  static void assumeOurs(String what) {
    assumeThat(FOREIGN).as("this needs " + what + "; -Dserver names another one").isEmpty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Visitor.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new Visitor(
        FOREIGN
            .map(base -> base.resolve(PATH))
            .orElseGet(
                () ->
                    context
                        .getRoot()
                        .getStore(Namespace.create(JudgedServer.class))
                        .computeIfAbsent(AppProcess.class, unused -> started(), AppProcess.class)
                        .controller()));
  }

  private static AppProcess started() {
    try {
      return AppProcess.start();
    } catch (IOException e) {
      throw Visitor.unchecked(e);
    }
  }
}
