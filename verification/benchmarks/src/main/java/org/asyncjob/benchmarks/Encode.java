package org.asyncjob.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegOrigin;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.lame.LameLibrary;
import org.asyncjob.transcode.parallel.CoreBudget;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures conversions beside {@code ffmpeg -q:a 2} of the same build, in turns: one long file, one
 * short, several at once.
 */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = "Measures conversions beside plain runs of the same ffmpeg.")
public final class Encode implements Callable<Integer> {

  private static final double SHORT_SECONDS = 10;

  @Option(
      names = "--seconds",
      defaultValue = "1200",
      description = "Length of the long file (default: ${DEFAULT-VALUE}).")
  private double seconds = 1200;

  @Option(
      names = "--turns",
      defaultValue = "5",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int turns = 5;

  @Option(
      names = "--jobs",
      defaultValue = "4",
      description = "How many files are converted at once (default: ${DEFAULT-VALUE}).")
  private int jobs = 4;

  @Option(
      names = "--without-lame",
      description = "Encode by processes of ffmpeg, whatever is installed.")
  private boolean withoutLame;

  private Encode() {}

  /** Prints the table on standard output. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Encode()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        "| ffmpeg | file | ours | plain | ratio | lowest to highest | target"
            + " | processor time, ours to plain | target |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    Path directory = Files.createTempDirectory("asyncjob-encode");
    try {
      for (FfmpegTools tools : builds()) {
        for (Result result : measure(tools, directory)) {
          out.println(result.row(tools));
        }
      }
    } finally {
      delete(directory);
    }
    out.printf("%nThe heap had at most %d MB.%n", Runtime.getRuntime().maxMemory() >> 20);
    return 0;
  }

  /** The embedded one, and the one on the PATH if there is one. */
  private static List<FfmpegTools> builds() {
    FfmpegTools first = FfmpegLocator.builder().build().locate().tools();
    return first.origin() == FfmpegOrigin.EMBEDDED
        ? List.of(first)
        : List.of(FfmpegLocator.builder().searchPath("").build().locate().tools(), first);
  }

  List<Result> measure(FfmpegTools tools, Path directory) throws IOException, InterruptedException {
    Conversions conversions = new Conversions(tools, transcoder(tools), directory);
    Path longFile = conversions.make(seconds);
    Path shortFile = conversions.make(SHORT_SECONDS);
    conversions.ours(shortFile, 1); // has classes and libraries loaded
    List<Result> results = new ArrayList<>();
    results.add(measure("one of " + words(seconds), "≥ 1.5", conversions, longFile, 1));
    results.add(measure("one of " + words(SHORT_SECONDS), "≥ 0.97", conversions, shortFile, 1));
    results.add(
        measure(
            jobs + " at once of " + words(seconds / jobs),
            "≥ 0.97",
            conversions,
            conversions.make(seconds / jobs),
            jobs));
    return results;
  }

  private Mp3Transcoder transcoder(FfmpegTools tools) {
    return withoutLame
        ? new Mp3Transcoder(
            tools,
            TranscodeLimits.defaults(),
            Optional.<LameLibrary>empty(),
            CoreBudget.ofThisMachine())
        : new Mp3Transcoder(tools, TranscodeLimits.defaults());
  }

  private Result measure(
      String title, String target, Conversions conversions, Path input, int atOnce)
      throws IOException, InterruptedException {
    List<Turn> measured = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      boolean weAreFirst = turn % 2 == 0;
      Cost first = weAreFirst ? conversions.ours(input, atOnce) : conversions.plain(input, atOnce);
      Cost second = weAreFirst ? conversions.plain(input, atOnce) : conversions.ours(input, atOnce);
      measured.add(weAreFirst ? new Turn(first, second) : new Turn(second, first));
    }
    return new Result(title, target, measured);
  }

  private static String words(double length) {
    return length < 60
        ? "%.0f s".formatted(length)
        : String.format(Locale.ROOT, "%.0f min", length / 60);
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** What one measure has taken, of the clock and of all processors. */
  record Cost(Duration wall, Duration processors) {}

  /** Ours beside the plain one, measured one directly after the other. */
  record Turn(Cost ours, Cost plain) {

    double faster() {
      return (double) plain.wall().toNanos() / ours.wall().toNanos();
    }

    double processors() {
      return (double) ours.processors().toNanos() / plain.processors().toNanos();
    }
  }

  /** All turns of one measure. */
  record Result(String title, String target, List<Turn> turns) {

    String row(FfmpegTools tools) {
      return String.format(
          Locale.ROOT,
          "| %s, %s | %s | %.2f s | %.2f s | %.2f | %.2f–%.2f | %s | %.2f | ≤ 1.25 |",
          tools.origin().name().toLowerCase(Locale.ROOT),
          tools.version(),
          title,
          median(turns.stream().map(turn -> turn.ours().wall().toNanos() / 1e9).toList()),
          median(turns.stream().map(turn -> turn.plain().wall().toNanos() / 1e9).toList()),
          median(turns.stream().map(Turn::faster).toList()),
          turns.stream().mapToDouble(Turn::faster).min().orElseThrow(),
          turns.stream().mapToDouble(Turn::faster).max().orElseThrow(),
          target,
          median(turns.stream().map(Turn::processors).toList()));
    }

    private static double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }
  }
}
