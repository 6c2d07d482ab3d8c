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
  public Made convert(Input input, Path output, Mp3Options options, ProgressView progress)
      throws InterruptedException {
    RemoteJob job = submit(input, options, progress);
    RemoteJob finished;
    try {
      finished = client.await(job, answer -> RemoteProgressView.show(answer, progress));
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
    return new Made(facts, finished.warnings());
  }

  /** Uploads a file, or hands in its link, and returns while the server works. */
  RemoteJob submit(Input input, Mp3Options options, ProgressView progress)
      throws InterruptedException {
    Submission.Builder submission =
        input.isLink() ? linked(input, options) : uploaded(input, options);
    try {
      RemoteJob job =
          client.submit(
              server.controller(),
              submission
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

  private static Submission.Builder uploaded(Input input, Mp3Options options) {
    Map<String, String> parameters = new HashMap<>();
    options.asMap().forEach((name, value) -> parameters.put(name, value.toString()));
    return Submission.ofFile(input.file()).options(parameters);
  }

  private static Submission.Builder linked(Input input, Mp3Options options) {
    return Submission.ofJson(options.toBuilder().source(input.text()).build().asMap());
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
