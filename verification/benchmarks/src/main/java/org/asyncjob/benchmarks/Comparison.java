package org.asyncjob.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.asyncjob.benchmarks.Wrk.Load;
import org.asyncjob.benchmarks.Wrk.Shape;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures {@link NoOpServer} and {@link BareServer} in turns, so that what else the machine does
 * falls on both, and prints the medians as a table.
 */
@Command(
    name = "comparison",
    mixinStandardHelpOptions = true,
    description = "Measures the library beside a bare resource on the same server.")
public final class Comparison implements Callable<Integer> {

  @Option(
      names = "--repeats",
      defaultValue = "7",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int repeats = 7;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long each measurement lasts (default: ${DEFAULT-VALUE}).")
  private int seconds = 5;

  @Option(
      names = "--warm-up",
      defaultValue = "15",
      description =
          "For how many seconds each is loaded before that, until its compiler has calmed down"
              + " (default: ${DEFAULT-VALUE}).")
  private int warmUp = 15;

  @Option(
      names = "--java-option",
      description = "An option for the Java of both servers (default: -Xms1g -Xmx1g).")
  private List<String> javaOptions = List.of("-Xms1g", "-Xmx1g");

  private final Map<Measure, List<Sample>> ofLibrary = new EnumMap<>(Measure.class);
  private final Map<Measure, List<Sample>> ofBare = new EnumMap<>(Measure.class);

  private Comparison() {}

  /** Prints the table on standard output, and what is going on to standard error. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Comparison()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path scripts = Files.createTempDirectory("asyncjob-benchmarks");
    Wrk wrk = new Wrk(scripts);
    try (Subject library = Subject.library(javaOptions);
        Subject bare = Subject.bare(javaOptions)) {
      System.err.printf(
          "library: process %d, bare: process %d%n", library.server().pid(), bare.server().pid());
      for (Measure measure : Measure.values()) {
        System.err.println("warming up: " + measure.title());
        sample(wrk, measure, library, warmUp);
        sample(wrk, measure, bare, warmUp);
      }
      for (int repeat = 1; repeat <= repeats; repeat++) {
        System.err.println("repeat " + repeat + " of " + repeats);
        for (Measure measure : Measure.values()) {
          // Who comes first changes, for the first may find the machine in another state.
          boolean libraryFirst = repeat % 2 == 0;
          Sample first = sample(wrk, measure, libraryFirst ? library : bare, seconds);
          Sample second = sample(wrk, measure, libraryFirst ? bare : library, seconds);
          keep(ofLibrary, measure, libraryFirst ? first : second);
          keep(ofBare, measure, libraryFirst ? second : first);
        }
      }
    } finally {
      delete(scripts);
    }
    print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    return 0;
  }

  private Sample sample(Wrk wrk, Measure measure, Subject subject, int length)
      throws IOException, InterruptedException {
    long before = subject.server().allocatedBytes();
    Load load = measure.run(wrk, subject, new Shape(measure.connections(), length));
    long allocated = subject.server().allocatedBytes() - before;
    return new Sample(measure.value(load), (double) allocated / load.count());
  }

  private static void keep(Map<Measure, List<Sample>> samples, Measure measure, Sample sample) {
    samples.computeIfAbsent(measure, unused -> new ArrayList<>()).add(sample);
  }

  private void print(PrintStream out) {
    out.println("| | library | bare | ratio | lowest to highest | target | KB library | KB bare |");
    out.println("|---|---|---|---|---|---|---|---|");
    for (Measure measure : Measure.values()) {
      out.println(row(measure));
    }
  }

  private String row(Measure measure) {
    List<Sample> library = ofLibrary.getOrDefault(measure, List.of());
    List<Sample> bare = ofBare.getOrDefault(measure, List.of());
    List<Sample> ratios = new ArrayList<>();
    for (int i = 0; i < library.size(); i++) {
      ratios.add(
          new Sample(
              library.get(i).value() / bare.get(i).value(),
              library.get(i).bytes() / bare.get(i).bytes()));
    }
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f%s | %,.0f%s | %.2f | %.2f–%.2f | %s | %.1f | %.1f |",
        measure.title(),
        Sample.median(library, Sample::value),
        measure.unit(),
        Sample.median(bare, Sample::value),
        measure.unit(),
        Sample.median(ratios, Sample::value),
        ratios.stream().mapToDouble(Sample::value).min().orElseThrow(),
        ratios.stream().mapToDouble(Sample::value).max().orElseThrow(),
        measure.target(),
        Sample.median(library, Sample::bytes) / 1000,
        Sample.median(bare, Sample::bytes) / 1000);
  }

  private static void delete(Path scripts) throws IOException {
    try (var files = Files.list(scripts)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scripts);
  }
}
