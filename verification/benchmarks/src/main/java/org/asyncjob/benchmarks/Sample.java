package org.asyncjob.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one repetition of one measure found.
 *
 * @param value requests per second or microseconds, as the measure has it
 * @param bytes allocated by the server per request or round
 */
record Sample(double value, double bytes) {

  static double median(List<Sample> samples, ToDoubleFunction<Sample> part) {
    double[] sorted = samples.stream().mapToDouble(part).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
