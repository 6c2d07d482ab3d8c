package org.asyncjob.jaxrs;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.engine.JobEngine;

/**
 * The jobs that somebody may see; all others are not there for them.
 *
 * @param engine has all
 * @param caller who asks
 */
record VisibleJobs(JobEngine engine, Caller caller) {

  /**
   * Returns a job as it stands.
   *
   * @param id as it came in an address
   * @throws WebApplicationException 404 if there is no such job for this caller, 410 if it is gone
   */
  Job get(String id) {
    Job job =
        JobId.parse(id)
            .flatMap(engine::find)
            .filter(caller::maySee)
            .orElseThrow(VisibleJobs::unknown);
    if (job.discarded()) {
      throw Problem.of(Status.GONE, "gone", "Gone", "This job has expired or was discarded.")
          .exception();
    }
    return job;
  }

  static WebApplicationException unknown() {
    return Problem.of(Status.NOT_FOUND, "unknown-job", "Unknown job", "There is no such job.")
        .exception();
  }
}
