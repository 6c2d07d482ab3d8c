package org.asyncjob.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.lame.LameLibrary;
import org.asyncjob.transcode.parallel.CoreBudget;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how far off the time is that conversions say they will still take, over sounds that
 * encoders treat differently, on a machine that does nothing else and on one that is busy.
 */
@Command(
    name = "estimates",
    mixinStandardHelpOptions = true,
    description = "Measures how right conversions are about the time they will still take.")
public final class Estimates implements Callable<Integer> {

  @Option(
      names = "--seconds",
      split = ",",
      description = "Lengths of the files (default: ${DEFAULT-VALUE}).")
  private List<Integer> seconds = List.of(60, 300, 1200);

  @Option(
      names = "--turns",
      description = "How often each file is converted (default: ${DEFAULT-VALUE}).")
  private int turns = 3;

  @Option(
      names = "--without-lame",
      description = "Encode by processes of ffmpeg, whatever is installed.")
  private boolean withoutLame;

  @Option(names = "--plot", description = "Draw what was measured into this SVG file.")
  private Optional<Path> plot = Optional.empty();

  private Estimates() {}

  /** Prints the table on standard output. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Estimates()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    FfmpegTools tools = FfmpegLocator.builder().build().locate().tools();
    Path directory = Files.createTempDirectory("asyncjob-estimates");
    try {
      List<Path> corpus = new ArrayList<>();
      for (CorpusSound sound : CorpusSound.values()) {
        for (int length : seconds) {
          corpus.add(sound.make(tools, directory, length));
        }
      }
      Mp3Transcoder transcoder = transcoder(tools);
      transcode(transcoder, corpus.get(0)); // has classes and libraries loaded
      List<ToldTimes> idle = measure(transcoder, corpus);
      List<ToldTimes> busy;
      BusyProcessors load = BusyProcessors.start(tools);
      try {
        busy = measure(transcoder, corpus);
      } finally {
        load.close();
      }
      out.println("| machine | conversions | error at 10 % | target | error at 50 % | target |");
      out.println("|---|---|---|---|---|---|");
      out.println(row("idle", idle));
      out.println(row("busy", busy));
      if (plot.isPresent()) {
        EstimatesPlot.write(plot.get(), idle, busy);
      }
    } finally {
      Encode.delete(directory);
    }
    return 0;
  }

  private Mp3Transcoder transcoder(FfmpegTools tools) {
    TranscodeLimits limits = TranscodeLimits.defaults();
    return withoutLame
        ? new Mp3Transcoder(
            tools, limits, Optional.<LameLibrary>empty(), CoreBudget.ofThisMachine())
        : new Mp3Transcoder(tools, limits);
  }

  private List<ToldTimes> measure(Mp3Transcoder transcoder, List<Path> corpus)
      throws IOException, InterruptedException {
    List<ToldTimes> measured = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      for (Path file : corpus) {
        measured.add(transcode(transcoder, file));
      }
    }
    return measured;
  }

  private static ToldTimes transcode(Mp3Transcoder transcoder, Path file)
      throws IOException, InterruptedException {
    ToldTimes told = new ToldTimes();
    transcoder.transcode(file, file.resolveSibling("result.mp3"), Mp3Options.defaults(), told);
    told.done();
    return told;
  }

  private static String row(String machine, List<ToldTimes> measured) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f %% (90 %% below %.0f %%) | ≤ 15 %% | %.0f %% (90 %% below %.0f %%)"
            + " | ≤ 10 %% |",
        machine,
        measured.size(),
        100 * quantile(measured, 10, 0.5),
        100 * quantile(measured, 10, 0.9),
        100 * quantile(measured, 50, 0.5),
        100 * quantile(measured, 50, 0.9));
  }

  private static double quantile(List<ToldTimes> measured, int percent, double part) {
    List<Double> errors =
        measured.stream().map(told -> Math.abs(told.error(percent))).sorted().toList();
    return errors.get((int) (part * (errors.size() - 1)));
  }
}
