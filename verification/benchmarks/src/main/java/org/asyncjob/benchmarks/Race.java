package org.asyncjob.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.asyncjob.benchmarks.Wrk.Load;
import org.asyncjob.benchmarks.Wrk.Script;
import org.asyncjob.benchmarks.Wrk.Shape;

/**
 * Servers under the same load in turns, so that what else the machine does falls on all of them.
 *
 * @param entrants ours first
 * @param targets what the ratio of ours to each of the others should be
 */
record Race(
    String title, Script script, int connections, List<Entrant> entrants, List<String> targets) {

  /** Runs all repeats; who comes first changes with each. */
  void run(Wrk wrk, int repeats, int seconds, int warmUp) throws IOException, InterruptedException {
    for (Entrant entrant : entrants) {
      System.err.println(title + ": warming up " + entrant.name());
      entrant.warmUp(wrk, script, new Shape(connections, warmUp));
    }
    List<Entrant> order = new ArrayList<>(entrants);
    for (int repeat = 1; repeat <= repeats; repeat++) {
      System.err.println(title + ": repeat " + repeat + " of " + repeats);
      for (Entrant entrant : order) {
        entrant.measure(wrk, script, new Shape(connections, seconds));
      }
      Collections.rotate(order, 1);
    }
  }

  /** One line of a table for each peer. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int peer = 1; peer < entrants.size(); peer++) {
      rows.add(row(entrants.get(0), entrants.get(peer), targets.get(peer - 1)));
    }
    return rows;
  }

  private String row(Entrant ours, Entrant peer, String target) {
    ToDoubleFunction<Load> value =
        script == Script.ROUND ? Load::medianMicroseconds : Load::perSecond;
    String unit = script == Script.ROUND ? " µs" : "/s";
    double[] ratios = new double[ours.loads().size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] =
          value.applyAsDouble(ours.loads().get(i)) / value.applyAsDouble(peer.loads().get(i));
    }
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT,
        "| %s | %s: %,.0f%s | %s: %,.0f%s | %.2f | %.2f–%.2f | %s |",
        title,
        ours.name(),
        median(ours, value),
        unit,
        peer.name(),
        median(peer, value),
        unit,
        ratios[ratios.length / 2],
        ratios[0],
        ratios[ratios.length - 1],
        target);
  }

  private static double median(Entrant entrant, ToDoubleFunction<Load> value) {
    double[] sorted = entrant.loads().stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
