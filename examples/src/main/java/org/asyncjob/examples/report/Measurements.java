package org.asyncjob.examples.report;

import java.io.IOException;
import java.util.OptionalDouble;

/** Where reports get their numbers from. Safe for many threads. */
public interface Measurements {

  /**
   * Returns how warm it was at noon.
   *
   * @param day of the year, 1 to 366
   * @return degrees Celsius, or nothing if nobody measures in this city
   * @throws IOException if they cannot be read now; later they may
   */
  OptionalDouble celsius(String city, int day) throws IOException;
}
