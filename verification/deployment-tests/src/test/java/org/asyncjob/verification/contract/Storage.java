package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyncjob.verification.servers.BackingServers;

/**
 * Where an application keeps jobs and files: {@code -Dapp.store} is memory, sqlite or postgres,
 * {@code -Dapp.blobs} is file or s3. What it has is nobody else's, unless several applications are
 * started with the same.
 */
final class Storage {

  private static final String STORE = System.getProperty("app.store", "sqlite");
  private static final String BLOBS = System.getProperty("app.blobs", "file");

  /** They end with this process. */
  private static final class Servers {

    private static final BackingServers OF_THIS_RUN = start();

    private static BackingServers start() {
      try {
        return BackingServers.start();
      } catch (IOException e) {
        throw Visitor.unchecked(e);
      }
    }
  }

  private final List<String> flags = new ArrayList<>();
  private Optional<Path> directory = Optional.empty();
  private Optional<String> bucket = Optional.empty();

  private Storage() {}

  /** A new one; files that are no objects are in the data directory of the application. */
  static Storage create() throws IOException {
    return create(Optional.empty());
  }

  /** A new one that several applications can share, if those of this run can. */
  static Storage toShare(Path directory) throws IOException {
    Storage shared = create(Optional.empty());
    shared.shareFiles(directory);
    return shared;
  }

  /** The same with a PostgreSQL that can be stopped without harm to others. */
  static Storage toShare(Path directory, BackingServers servers) throws IOException {
    Storage shared = create(Optional.of(servers));
    shared.shareFiles(directory);
    return shared;
  }

  private void shareFiles(Path shared) {
    assumeThat(STORE).as("servers that share their jobs have a database").isEqualTo("postgres");
    if (bucket.isEmpty()) {
      directory = Optional.of(shared);
      flags.addAll(List.of("--blobs", shared.toString()));
    }
  }

  private static Storage create(Optional<BackingServers> ofItsOwn) throws IOException {
    Storage storage = new Storage();
    switch (STORE) {
      case "sqlite" -> {}
      case "memory" -> storage.flags.addAll(List.of("--store", "memory"));
      case "postgres" ->
          storage.flags.addAll(
              List.of(
                  "--store",
                  "postgres",
                  "--database-url",
                  ofItsOwn.orElse(Servers.OF_THIS_RUN).newDatabase(),
                  "--database-user",
                  BackingServers.DATABASE_USER));
      default -> throw new IllegalArgumentException("-Dapp.store=" + STORE + " is none of ours");
    }
    switch (BLOBS) {
      case "file" -> {}
      case "s3" -> storage.useBucket();
      default -> throw new IllegalArgumentException("-Dapp.blobs=" + BLOBS + " is none of ours");
    }
    return storage;
  }

  private void useBucket() throws IOException {
    String made = Servers.OF_THIS_RUN.newBucket();
    bucket = Optional.of(made);
    flags.addAll(
        List.of(
            "--blobs",
            "s3://" + made + "/jobs",
            "--s3-endpoint",
            Servers.OF_THIS_RUN.s3Endpoint().toString(),
            "--s3-region",
            BackingServers.REGION));
  }

  /** Skips the test where files are objects. */
  static void assumeFiles(String what) {
    assumeThat(BLOBS).as("this needs " + what).isEqualTo("file");
  }

  /** Skips the test where files are no objects. */
  static void assumeObjects(String what) {
    assumeThat(BLOBS).as("this needs " + what).isEqualTo("s3");
  }

  List<String> flags() {
    return flags;
  }

  Map<String, String> environment() {
    return bucket.isPresent() ? BackingServers.s3Environment() : Map.of();
  }

  /** The files outside of the data directory, or those in which objects are. */
  List<Path> files() throws IOException {
    if (bucket.isPresent()) {
      return Servers.OF_THIS_RUN.objects(bucket.get());
    }
    if (directory.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(directory.get())) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith("lock"))
          .toList();
    }
  }
}
