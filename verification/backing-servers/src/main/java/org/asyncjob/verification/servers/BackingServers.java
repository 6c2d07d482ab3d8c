package org.asyncjob.verification.servers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL, as durable as it is where people use it, and an S3 server (S3Proxy), each started
 * when it is first asked for, on free ports of the loopback interface. They live in a process of
 * their own, so that nothing they are made of is on the class path of what is tested, and end with
 * the one that has started them, however that ends. Safe for many threads.
 */
public final class BackingServers implements AutoCloseable {

  /** Who signs in at the databases; there is no password. */
  public static final String DATABASE_USER = "postgres";

  /** Whose access key the S3 server knows. */
  public static final String S3_ID = "the-access-key";

  /** The secret of that key. */
  public static final String S3_SECRET = "the-secret-of-that-key";

  /** A region that the S3 server takes. */
  public static final String REGION = "eu-central-1";

  private final Path directory;
  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;

  private BackingServers(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process.
   *
   * @throws IOException if it does not start
   */
  public static BackingServers start() throws IOException {
    Path directory = Files.createTempDirectory("backing-servers");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                ServersProcess.class.getName(),
                directory.toString())
            .redirectError(directory.resolve("errors.log").toFile())
            .start();
    return new BackingServers(directory, process);
  }

  private static String classPath() throws IOException {
    try (InputStream libraries = BackingServers.class.getResourceAsStream("class-path")) {
      if (libraries == null) {
        throw new IOException("the class path is missing; build this module with Maven");
      }
      URI own = BackingServers.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(own)
          + File.pathSeparator
          + new String(libraries.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Makes a database without any table; returns its address for JDBC. */
  public String newDatabase() throws IOException {
    return answerTo(ServersProcess.NEW_DATABASE);
  }

  /** Stops PostgreSQL as an operator does: open connections break. */
  public void stopDatabase() throws IOException {
    answerTo(ServersProcess.STOP_DATABASE);
  }

  /** Starts it again at the same address, with all that it has stored. */
  public void startDatabase() throws IOException {
    answerTo(ServersProcess.START_DATABASE);
  }

  /** Makes a bucket with nothing in it; returns its name. */
  public String newBucket() throws IOException {
    return answerTo(ServersProcess.NEW_BUCKET);
  }

  /** Where the S3 server is; buckets are in the path. */
  public URI s3Endpoint() throws IOException {
    return URI.create(answerTo(ServersProcess.S3_ENDPOINT));
  }

  /** The environment in which every AWS program has the credentials for the S3 server. */
  public static Map<String, String> s3Environment() {
    return Map.of("AWS_ACCESS_KEY_ID", S3_ID, "AWS_SECRET_ACCESS_KEY", S3_SECRET);
  }

  /** The files in which the S3 server keeps what is in a bucket, unfinished uploads included. */
  public List<Path> objects(String bucket) throws IOException {
    try (Stream<Path> tree = Files.walk(directory.resolve(ServersProcess.S3).resolve(bucket))) {
      return tree.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      return objects(bucket); // one went while we looked
    }
  }

  private synchronized String answerTo(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    String answer = answers.readLine();
    if (answer == null || answer.startsWith(ServersProcess.FAILED)) {
      throw new IOException(
          command + ": " + answer + "; " + Files.readString(directory.resolve("errors.log")));
    }
    return answer;
  }

  /** Ends them, with all that they have stored. */
  @Override
  public void close() throws IOException {
    commands.close();
    process.onExit().join();
  }
}
