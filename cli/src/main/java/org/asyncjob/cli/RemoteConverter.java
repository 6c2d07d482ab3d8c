package org.asyncjob.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.JobServerException;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.Submission;
import org.asyncjob.transcode.Mp3Options;

/** Converts on a server. */
final class RemoteConverter implements Converter {

  private final ServerAddress server;
  private final AsyncJobClient client;
  private final Report report;

  /** Creates it; closing it closes the client. */
  RemoteConverter(ServerAddress server, AsyncJobClient client, Report report) {
    this.server = server;
    this.client = client;
    this.report = report;
  }

  @Override
  public Map<String, Object> convert(
      Path input, Path output, Mp3Options options, ProgressView progress)
      throws InterruptedException {
    RemoteJob job = submit(input, options, progress);
    try {
      RemoteJob finished = client.await(job, answer -> RemoteProgressView.show(answer, progress));
      client.download(
          RemoteOutcome.result(finished),
          output,
          (received, total) -> RemoteProgressView.show("downloading", received, total, progress));
    } catch (InterruptedException e) {
      cancel(job);
      throw e;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("url", job.url().toString());
    return facts;
  }

  /** Uploads a file, and returns while the server works. */
  RemoteJob submit(Path input, Mp3Options options, ProgressView progress)
      throws InterruptedException {
    Map<String, String> parameters = new HashMap<>();
    options.asMap().forEach((name, value) -> parameters.put(name, value.toString()));
    try {
      RemoteJob job =
          client.submit(
              server.controller(),
              Submission.ofFile(input)
                  .options(parameters)
                  .listener(
                      (sent, total) -> RemoteProgressView.show("uploading", sent, total, progress))
                  .build());
      report.detail("accepted as " + job.url());
      return job;
    } catch (UncheckedIOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          Sentences.complete("Cannot read " + input + ": " + e.getCause().getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** Nobody waits for the job any more, so the server shall not work on it either. */
  private void cancel(RemoteJob job) {
    try {
      client.discard(job.url());
    } catch (JobServerException e) {
      report.detail("could not cancel " + job.url() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
