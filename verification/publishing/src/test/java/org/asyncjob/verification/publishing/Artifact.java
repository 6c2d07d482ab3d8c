package org.asyncjob.verification.publishing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A module of this repository that others depend on: its sources, its classes, what is staged. */
enum Artifact {
  CORE("async-job-core"),
  TESTKIT("async-job-testkit"),
  CLIENT("async-job-client"),
  JDBC("async-job-jdbc"),
  S3("async-job-s3");

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  private final String id;

  Artifact(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  Path sources() {
    return REPOSITORY.resolve(id).resolve("src/main/java");
  }

  List<Path> sourceFiles() throws IOException {
    try (Stream<Path> files = Files.walk(sources())) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  Path classes() {
    return REPOSITORY.resolve(id).resolve("target/classes");
  }

  ModuleDescriptor module() {
    return module(classes());
  }

  static ModuleDescriptor module(Path classesOrJar) {
    return ModuleFinder.of(classesOrJar).findAll().iterator().next().descriptor();
  }

  /** The public types that other modules can name, nested ones included. */
  List<Class<?>> publicTypes() {
    return module().exports().stream()
        .map(ModuleDescriptor.Exports::source)
        .flatMap(this::typesIn)
        .flatMap(Artifact::withNested)
        .<Class<?>>map(type -> type)
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }

  private Stream<Class<?>> typesIn(String packageName) {
    Path directory = classes().resolve(packageName.replace('.', '/'));
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(name -> !name.equals("package-info"))
          .<Class<?>>map(name -> load(packageName + "." + name))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Class<?>> withNested(Class<?> type) {
    return java.lang.reflect.Modifier.isPublic(type.getModifiers())
        ? Stream.concat(
            Stream.of(type), Arrays.stream(type.getDeclaredClasses()).flatMap(Artifact::withNested))
        : Stream.empty();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Artifact.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The repository that this build has made of what would be published. */
  Path staging() {
    return REPOSITORY.resolve(id).resolve("target/staging");
  }

  /** One of the files that are staged, e.g. the one with {@code -sources.jar} at its end. */
  Path staged(String version, String end) {
    return staging().resolve(Path.of("org", "asyncjob", id, version, id + "-" + version + end));
  }
}
