package org.asyncjob.app;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A real Tomcat with the WAR that has Jersey inside, as an operator starts it. */
final class TomcatProcess implements AutoCloseable {

  private static final Path HOME = Path.of(System.getProperty("tomcat.home"));
  private static final Path WAR = Path.of(System.getProperty("war.jersey"));
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern PORT = Pattern.compile("\"http-nio-127\\.0\\.0\\.1-auto-1-(\\d+)\"");
  private static final String SERVER_XML =
      """
      <Server port="-1">
        <Service name="Catalina">
          <Connector address="127.0.0.1" port="0" protocol="HTTP/1.1"/>
          <Engine name="Catalina" defaultHost="localhost">
            <Host name="localhost" appBase="webapps" autoDeploy="false"/>
          </Engine>
        </Service>
      </Server>
      """;

  private final Process process;
  private final Path log;

  private TomcatProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it in this empty directory; returns when it has tried to deploy the WAR. */
  static TomcatProcess start(Path base, Map<String, String> environment) throws IOException {
    return start(base, environment, "");
  }

  /**
   * Starts it with more in the context of the WAR: resources, say, whose libraries are in the
   * directory's {@code lib} then.
   */
  static TomcatProcess start(Path base, Map<String, String> environment, String context)
      throws IOException {
    Path conf = Files.createDirectories(base.resolve("conf"));
    for (String file : List.of("web.xml", "logging.properties", "catalina.properties")) {
      Files.copy(HOME.resolve("conf").resolve(file), conf.resolve(file));
    }
    Files.writeString(conf.resolve("server.xml"), SERVER_XML);
    Files.createDirectories(base.resolve("temp"));
    Files.createDirectories(base.resolve("webapps"));
    Path contexts = Files.createDirectories(conf.resolve("Catalina").resolve("localhost"));
    Files.writeString(
        contexts.resolve("audio.xml"),
        "<Context docBase=\"%s\">%s</Context>".formatted(WAR, context));

    Path log = base.resolve("tomcat.log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", HOME.resolve("bin/catalina.sh").toString(), "run")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CATALINA_HOME", HOME.toString());
    builder.environment().put("CATALINA_BASE", base.toString());
    TomcatProcess tomcat = new TomcatProcess(builder.start(), log);
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> !tomcat.process.isAlive() || tomcat.log().contains("Server startup in"));
    return tomcat;
  }

  /** Where the WAR is, without the slash at the end. */
  URI context() throws IOException {
    Matcher port = PORT.matcher(log().substring(log().indexOf("Starting ProtocolHandler")));
    if (!port.find()) {
      throw new IOException("Tomcat does not say where it listens: " + log());
    }
    return URI.create("http://127.0.0.1:" + port.group(1) + "/audio");
  }

  String log() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** Where Tomcat says why a web application has not started. */
  String hostLog() throws IOException {
    Path logs = log.resolveSibling("logs");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "localhost.*.log")) {
      StringBuilder all = new StringBuilder();
      for (Path file : files) {
        all.append(Files.readString(file, StandardCharsets.UTF_8));
      }
      return all.toString();
    }
  }

  /** Waits for a converter to run, and returns all processes that it has started. */
  List<ProcessHandle> awaitConverters() {
    return Awaitility.await()
        .atMost(LIMIT)
        .until(() -> process.descendants().toList(), found -> found.stream().anyMatch(this::mp3));
  }

  private boolean mp3(ProcessHandle child) {
    return child.info().command().filter(command -> command.endsWith("ffmpeg")).isPresent();
  }

  /** SIGTERM; returns whether it has ended. */
  boolean stop() throws InterruptedException {
    process.toHandle().destroy();
    return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
