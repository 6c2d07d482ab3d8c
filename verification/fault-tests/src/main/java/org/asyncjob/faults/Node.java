package org.asyncjob.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.asyncjob.faults.server.FaultServer;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, which is killed and started again. Safe for many threads. */
final class Node implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final long END_SECONDS = 60;

  /** Starts fast and stays small; nothing here is about speed. */
  private static final List<String> JAVA_OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");

  private final String name;
  private final Path directory;
  private final List<String> flags;
  private final List<String> prefix;
  private final List<Death> deaths = new ArrayList<>();
  private volatile @Nullable URI base;
  private @Nullable Process process;
  private long launched;
  private volatile long upAfterNanos;

  /**
   * Describes one.
   *
   * @param directory where it has its data and its diary
   * @param prefix a command that runs another in its own process
   * @param flags of {@link FaultServer}
   */
  Node(String name, Path directory, List<String> prefix, List<String> flags) {
    this.name = name;
    this.directory = directory;
    this.flags = flags;
    this.prefix = prefix;
  }

  String name() {
    return name;
  }

  /** Its directory of data. */
  Path data() {
    return directory.resolve(name);
  }

  /** What it says on standard error. */
  Path errors() {
    return directory.resolve(name + ".err");
  }

  /** Starts the process and does not wait for it to serve. */
  synchronized void launch() throws IOException {
    Files.createDirectories(directory);
    List<String> command =
        Stream.of(
                prefix.stream(),
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                JAVA_OPTIONS.stream(),
                Stream.of("-cp", System.getProperty("java.class.path")),
                Stream.of(FaultServer.class.getName(), "--node", name),
                Stream.of("--data", data().toString()),
                Stream.of("--diary", directory.resolve(name + Diaries.SUFFIX).toString()),
                flags.stream())
            .flatMap(words -> words)
            .toList();
    launched = System.nanoTime();
    Process started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()))
            .start();
    process = started;
    Thread reader = new Thread(() -> readAddress(started), "address-of-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void readAddress(Process started) {
    try (BufferedReader out = started.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(FaultServer.LISTENING)) {
          announce(started, URI.create(line.substring(FaultServer.LISTENING.length())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void announce(Process started, URI address) {
    if (process == started && started.isAlive()) {
      upAfterNanos = System.nanoTime() - launched;
      base = address;
    }
  }

  /** Starts the process and waits until it serves. */
  Node start() throws IOException, InterruptedException {
    launch();
    awaitUp();
    return this;
  }

  void awaitUp() throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (base == null) {
      if (!isAlive() || System.nanoTime() > end) {
        throw new IOException(name + " does not serve: " + Files.readString(errors()));
      }
      Thread.sleep(5);
    }
  }

  /** Where it serves, unless it does not. */
  Optional<URI> base() {
    return Optional.ofNullable(base);
  }

  /** How long its latest start took, until it took requests. */
  Duration startedIn() {
    return Duration.ofNanos(upAfterNanos);
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process.pid();
  }

  /** SIGKILL; returns when the process is gone. */
  synchronized void kill() throws InterruptedException {
    if (process == null) {
      return;
    }
    List<ProcessHandle> children = process.descendants().toList();
    base = null;
    long now = System.currentTimeMillis();
    process.destroyForcibly().waitFor();
    deaths.add(new Death(name, process.pid(), now, children));
  }

  /** SIGTERM; returns when the process is gone. */
  synchronized void stop() throws InterruptedException {
    if (process == null) {
      return;
    }
    base = null;
    process.toHandle().destroy();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException(name + " did not end " + END_SECONDS + " s after SIGTERM");
    }
  }

  /** SIGSTOP: it holds what it has and does nothing; returns when all its threads stand still. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
    while (!isPaused()) {
      Thread.sleep(1);
    }
  }

  /** Whether none of its threads can go on. */
  boolean isPaused() throws IOException {
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid()), "task"))) {
      for (Path thread : threads) {
        String status = Files.readString(thread.resolve("stat"));
        // proc(5): the state is the first word behind the name, which may have parentheses itself.
        if (status.charAt(status.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    }
  }

  /** SIGCONT. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("kill -" + signal + " ended with " + code);
    }
  }

  /** The processes that it runs. */
  synchronized List<ProcessHandle> children() {
    return process == null ? List.of() : process.descendants().toList();
  }

  /** How it was killed so far. */
  synchronized List<Death> deaths() {
    return List.copyOf(deaths);
  }

  @Override
  public synchronized void close() {
    base = null;
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /**
   * A process that was killed.
   *
   * @param node its name
   * @param pid its number
   * @param at when, in milliseconds since 1970
   * @param children the processes that it had then
   */
  record Death(String node, long pid, long at, List<ProcessHandle> children) {}
}
