package org.asyncjob.cli.architecture.broken.progress;

import org.asyncjob.client.RemoteJob;

/** A progress display that knows the client. */
public final class Shows {

  /** Shows it. */
  public String show(RemoteJob job) {
    return job.id();
  }
}
