package org.asyncjob.architecture.broken.cycle.two;

import org.asyncjob.architecture.broken.cycle.one.One;
import org.jspecify.annotations.Nullable;

/** The other half of a cycle. */
public class Two {
  @Nullable One one;
}
