package org.asyncjob.verification.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The process: does what each line on standard input says, and answers with a line. */
final class ServersProcess {

  static final String NEW_DATABASE = "new-database";
  static final String STOP_DATABASE = "stop-database";
  static final String START_DATABASE = "start-database";
  static final String NEW_BUCKET = "new-bucket";
  static final String S3_ENDPOINT = "s3-endpoint";
  static final String FAILED = "failed";

  /** The folder of what is in buckets. */
  static final String S3 = "s3";

  private final Path directory;
  private @Nullable PostgresServer postgres;
  private @Nullable S3Server s3;

  private ServersProcess(Path directory) {
    this.directory = directory;
  }

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // Libraries may say something; answers are ours.
    ServersProcess servers = new ServersProcess(Path.of(arguments[0]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      answers.println(servers.answerTo(line));
    }
    servers.close();
    System.exit(0);
  }

  private String answerTo(String command) {
    try {
      return switch (command) {
        case NEW_DATABASE -> postgres().newDatabase();
        case STOP_DATABASE -> postgres().stop();
        case START_DATABASE -> postgres().startAgain();
        case NEW_BUCKET -> s3().newBucket();
        case S3_ENDPOINT -> s3().endpoint().toString();
        default -> FAILED + ": no such command";
      };
    } catch (Exception e) {
      e.printStackTrace();
      return FAILED + ": " + String.valueOf(e).replace('\n', ' ');
    }
  }

  private PostgresServer postgres() throws IOException {
    if (postgres == null) {
      postgres = PostgresServer.start(directory.resolve("postgres"));
    }
    return postgres;
  }

  private S3Server s3() throws Exception {
    if (s3 == null) {
      s3 = S3Server.start(Files.createDirectories(directory.resolve(S3)));
    }
    return s3;
  }

  private void close() throws Exception {
    if (postgres != null) {
      postgres.stop();
    }
    if (s3 != null) {
      s3.close();
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
