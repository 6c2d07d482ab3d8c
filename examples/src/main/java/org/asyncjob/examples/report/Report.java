package org.asyncjob.examples.report;

import java.util.List;

/** How warm it was. */
public record Report(String city, List<Day> days) {

  /** One day of the year. */
  public record Day(int day, double celsius) {}
}
