package org.asyncjob.cli;

import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RemoteProgress;
import org.asyncjob.client.RemoteStatus;

/** Shows what a server says about its progress. */
final class RemoteProgressView {

  private RemoteProgressView() {}

  static void show(RemoteJob job, ProgressView view) {
    RemoteProgress progress = job.progress();
    String phase = phase(job);
    progress
        .remaining()
        .ifPresentOrElse(
            remaining -> view.show(progress.percent(), phase, remaining),
            () -> view.show(progress.percent(), phase));
  }

  static void show(String phase, long transferred, long total, ProgressView view) {
    if (total > 0) {
      view.show((int) (100 * transferred / total), phase);
    }
  }

  private static String phase(RemoteJob job) {
    if (job.progress().cancelRequested()) {
      return "being cancelled";
    }
    if (!job.progress().phase().isEmpty()) {
      return job.progress().phase();
    }
    return job.status() == RemoteStatus.NOT_STARTED ? "queued" : "running";
  }
}
