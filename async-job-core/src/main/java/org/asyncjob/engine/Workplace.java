package org.asyncjob.engine;

import org.asyncjob.spi.BlobStore;

/** Where runs find their input and leave their output. */
record Workplace(BlobStore blobs, WorkDirectories workDirectories, Housekeeping housekeeping) {

  RunContext contextOf(JobRun run) {
    return new RunContext(run, blobs, workDirectories);
  }
}
