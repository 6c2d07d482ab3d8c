package org.asyncjob.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides where each result goes, before any work is done. */
final class ConversionPlan {

  private static final Pattern EXTENSION = Pattern.compile("(?<=.)\\.[^.]*$");

  private final OutputOptions output;

  ConversionPlan(OutputOptions output) {
    this.output = output;
  }

  /**
   * Pairs inputs with outputs.
   *
   * @throws CommandFailure if two would be the same file
   */
  List<Conversion> of(List<Input> inputs) {
    if (inputs.size() > 1 && output.file().isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--output names one file, but there are "
              + inputs.size()
              + " to convert; use --output-dir instead.");
    }
    List<Conversion> conversions =
        inputs.stream().map(input -> new Conversion(input, target(input))).toList();
    refuseCollisions(conversions);
    return conversions;
  }

  private Path target(Input input) {
    Optional<Path> named = output.file();
    if (named.isPresent()) {
      return named.get();
    }
    String name = EXTENSION.matcher(input.name()).replaceFirst("") + ".mp3";
    return output
        .directory()
        .map(directory -> directory.resolve(name))
        .orElseGet(() -> input.isLink() ? Path.of(name) : input.file().resolveSibling(name));
  }

  private static void refuseCollisions(List<Conversion> conversions) {
    Map<Path, Input> inputs = new LinkedHashMap<>();
    conversions.stream()
        .map(Conversion::input)
        .filter(input -> !input.isLink())
        .forEach(input -> inputs.put(identity(input.file()), input));
    Map<Path, Conversion> outputs = new LinkedHashMap<>();
    List<String> sentences = new ArrayList<>();
    for (Conversion conversion : conversions) {
      Path identity = identity(conversion.output());
      Conversion earlier = outputs.putIfAbsent(identity, conversion);
      if (earlier != null) {
        sentences.add(
            earlier.input()
                + " and "
                + conversion.input()
                + " would both become "
                + conversion.output()
                + "; convert them one at a time, each with its own --output.");
      }
      if (inputs.containsKey(identity)) {
        sentences.add(
            "The result of "
                + conversion.input()
                + " would replace the input "
                + inputs.get(identity)
                + "; choose another place with --output or --output-dir.");
      }
    }
    if (!sentences.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, String.join(" ", sentences));
    }
  }

  /** The same for all names of one file, whether it exists yet or not. */
  private static Path identity(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      if (Files.exists(absolute)) {
        return absolute.toRealPath();
      }
      Path directory = absolute.getParent();
      return directory != null && Files.exists(directory)
          ? directory.toRealPath().resolve(absolute.getFileName())
          : absolute;
    } catch (IOException e) {
      return absolute;
    }
  }
}
