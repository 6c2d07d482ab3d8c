package org.asyncjob.examples.report;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.OptionalDouble;

/** Means of many years: warmest in July, coldest in January. */
@ApplicationScoped
public class SeasonalMeasurements implements Measurements {

  private static final Map<String, Double> YEARLY_MEANS =
      Map.of("Ulm", 9.6, "Oslo", 7.0, "Palermo", 18.8);
  private static final double SPREAD = 10;
  private static final double COLDEST_DAY = 15;
  private static final double DAYS = 365.25;

  @Override
  public OptionalDouble celsius(String city, int day) {
    Double mean = YEARLY_MEANS.get(city);
    if (mean == null) {
      return OptionalDouble.empty();
    }
    double degrees = mean - SPREAD * Math.cos(2 * Math.PI * (day - COLDEST_DAY) / DAYS);
    return OptionalDouble.of(Math.round(10 * degrees) / 10.0);
  }
}
