package org.asyncjob.cli;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.RemoteJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Fetches a result. */
@Command(
    name = "download",
    description = {
      "Fetch the result of a finished job.",
      "It gets the name that the server gives it, in the current directory, unless another place"
          + " is given. The name goes to standard output."
    })
final class DownloadCommand implements Callable<Integer> {

  @ParentCommand private Mp4ToMp3 mp4tomp3;

  @Mixin private JobParameter job = new JobParameter();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws InterruptedException {
    Report report = mp4tomp3.report();
    try (AsyncJobClient client = mp4tomp3.client()) {
      RemoteJob answer = client.status(mp4tomp3.server().job(job.text()));
      URI result = RemoteOutcome.result(answer);
      Path target = target(client, answer, result);
      output.check(target);
      Map<String, Object> members = new LinkedHashMap<>(RemoteOutcome.members(answer));
      try (CompleteFile file = CompleteFile.of(target, output.force())) {
        members.put("output", target.toString());
        members.put(
            "bytes",
            download(client, result, file, report.progress(String.valueOf(target.getFileName()))));
        file.publish();
      } catch (UncheckedIOException e) {
        throw OutputFailures.cannotWrite(target, e.getCause());
      }
      report.warnings(String.valueOf(target.getFileName()), answer.warnings());
      report.result(target.toString(), members);
    }
    return ExitCode.OK.code();
  }

  private Path target(AsyncJobClient client, RemoteJob answer, URI result)
      throws InterruptedException {
    Optional<Path> named = output.file();
    if (named.isPresent()) {
      return named.get();
    }
    String name = client.resultName(result).orElse(answer.id() + ".mp3");
    return output.directory().map(directory -> directory.resolve(name)).orElse(Path.of(name));
  }

  private static long download(
      AsyncJobClient client, URI result, CompleteFile file, ProgressView progress)
      throws InterruptedException {
    try (progress) {
      return client.download(
          result,
          file.temporary(),
          (received, total) -> RemoteProgressView.show("downloading", received, total, progress));
    }
  }
}
