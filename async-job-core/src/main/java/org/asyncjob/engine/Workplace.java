package org.asyncjob.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.asyncjob.spi.BlobStore;

/** Where runs find their input and leave their output. */
record Workplace(
    BlobStore blobs,
    WorkDirectories workDirectories,
    Housekeeping housekeeping,
    ObjectMapper results) {

  RunContext contextOf(JobRun run) {
    return new RunContext(run, this);
  }
}
