package org.asyncjob.architecture.broken.cycle.one;

import org.asyncjob.architecture.broken.cycle.two.Two;
import org.jspecify.annotations.Nullable;

/** Half of a cycle. */
public class One {
  @Nullable Two two;
}
