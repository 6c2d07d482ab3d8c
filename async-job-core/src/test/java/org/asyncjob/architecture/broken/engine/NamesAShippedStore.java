package org.asyncjob.architecture.broken.engine;

import jakarta.ws.rs.core.Response;
import org.asyncjob.Job;
import org.asyncjob.architecture.broken.store.ShippedStore;
import org.asyncjob.spi.JobStore;

/**
 * An engine that names a shipped store, knows HTTP and writes jobs behind the back of Transitions.
 */
public class NamesAShippedStore {
  ShippedStore store = new ShippedStore();
  Response.Status status = Response.Status.OK;

  boolean write(JobStore jobs, Job next) {
    return jobs.replace(next);
  }
}
