package org.asyncjob.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Consumer;
import org.asyncjob.JobId;
import org.asyncjob.spi.BlobStore;

/**
 * Where runs find their input and leave their output.
 *
 * @param results writes JSON results
 * @param progressed hears of each report of a handler, on its thread
 */
record Workplace(
    BlobStore blobs,
    WorkDirectories workDirectories,
    Housekeeping housekeeping,
    Claims claims,
    ObjectMapper results,
    Consumer<JobId> progressed) {

  RunContext contextOf(JobRun run) {
    return new RunContext(run, this);
  }
}
