package org.asyncjob.engine;

import java.util.function.Consumer;
import org.asyncjob.JobId;
import org.asyncjob.spi.BlobStore;

/**
 * Where runs find their input and leave their output.
 *
 * @param progressed hears which job has got on
 */
record Workplace(
    BlobStore blobs,
    WorkDirectories workDirectories,
    Housekeeping housekeeping,
    Consumer<JobId> progressed) {

  RunContext contextOf(JobRun run) {
    return new RunContext(run, blobs, workDirectories);
  }
}
