package org.asyncjob.architecture.broken.jaxrs;

import org.asyncjob.spi.JobStore;
import org.jspecify.annotations.Nullable;

/** A resource that goes around the engine. */
public class SeesAStore {
  @Nullable JobStore store;
}
