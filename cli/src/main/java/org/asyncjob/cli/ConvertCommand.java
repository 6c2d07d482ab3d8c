package org.asyncjob.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Converts files, one after the other. */
@Command(
    name = "convert",
    description = {
      "Convert files, here or, with --server, on a server.",
      "The names of the results go to standard output. When one file fails the others are"
          + " converted all the same; the exit code is that of the first failure."
    })
final class ConvertCommand implements Callable<Integer> {

  @ParentCommand private Mp4ToMp3 mp4tomp3;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|URL",
      description = "MP4 files, or links to them: http, https or, on a server, s3.")
  private List<String> files;

  @Mixin private EncodingOptions encoding = new EncodingOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--ffmpeg",
      paramLabel = "FILE",
      defaultValue = "${env:MP4TOMP3_FFMPEG}",
      description =
          "The ffmpeg to use here; its ffprobe lies beside it. Default: the environment variable"
              + " MP4TOMP3_FFMPEG, else one that works.")
  private @Nullable Path ffmpeg;

  @Override
  public Integer call() throws InterruptedException {
    Report report = mp4tomp3.report();
    Mp3Options options = encoding.checked();
    ConversionBatch batch = new ConversionBatch(report);
    List<Conversion> possible = new ArrayList<>();
    for (Conversion conversion :
        new ConversionPlan(output).of(files.stream().map(Input::new).toList())) {
      if (batch.attempt(conversion, () -> check(conversion))) {
        possible.add(conversion);
      }
    }
    if (!possible.isEmpty()) {
      try (Converter converter = converter(report)) {
        for (Conversion conversion : possible) {
          batch.attempt(conversion, () -> convert(conversion, options, converter, report));
        }
      }
    }
    return batch.exitCode().code();
  }

  private void check(Conversion conversion) {
    Inputs.check(conversion.input());
    output.check(conversion.output());
  }

  private Converter converter(Report report) throws InterruptedException {
    ServerAddress server = mp4tomp3.server();
    if (server.isGiven()) {
      return new RemoteConverter(server, mp4tomp3.client(), report);
    }
    FfmpegLocator.Builder locator = FfmpegLocator.builder();
    if (ffmpeg != null) {
      locator.configured(ffmpeg);
    }
    return LocalConverter.with(locator.build(), report);
  }

  private void convert(
      Conversion conversion, Mp3Options options, Converter converter, Report report)
      throws IOException, InterruptedException {
    try (CompleteFile file = CompleteFile.of(conversion.output(), output.force())) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("input", conversion.input().toString());
      members.put("output", conversion.output().toString());
      members.put("status", "Succeeded");
      Made made;
      try (ProgressView progress = report.progress(conversion.name())) {
        made = converter.convert(conversion.input(), file.temporary(), options, progress);
        members.put("bytes", Files.size(file.temporary()));
        members.putAll(made.facts());
        Report.putWarnings(members, made.warnings());
      } catch (UncheckedIOException e) {
        throw OutputFailures.cannotWrite(conversion.output(), e.getCause());
      }
      file.publish();
      report.warnings(conversion.name(), made.warnings());
      report.result(conversion.output().toString(), members);
    }
  }
}
