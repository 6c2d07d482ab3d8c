package org.asyncjob.transcode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/**
 * How much of a track's beginning is not to be heard, as the edit list of the file says: what an
 * encoder had to put there. ffprobe gives what comes before the first sound negative times.
 */
final class HiddenSamples {

  private static final Pattern ANSWER =
      Pattern.compile("packet,(-?\\d{1,15})\\D*\\s+stream,1/(\\d{1,9})\\D*\\s*");
  private static final int LARGEST_ANSWER = 4096;

  private final FfmpegTools tools;

  HiddenSamples(FfmpegTools tools) {
    this.tools = tools;
  }

  /** Returns the number, per channel; nothing if nobody knows. */
  OptionalLong before(Encoding.Source source, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ProcessBuilder ffprobe = tools.ffprobeProcess(question(source));
    ffprobe.directory(source.workDirectory().toFile());
    ToolRun.start(ffprobe, stream -> answer.write(stream.readNBytes(LARGEST_ANSWER)), ignored -> {})
        .finish(deadline);
    Matcher said = ANSWER.matcher(answer.toString(StandardCharsets.ISO_8859_1));
    if (!said.matches()) {
      return OptionalLong.empty();
    }
    double seconds = -Double.parseDouble(said.group(1)) / Long.parseLong(said.group(2));
    long samples = Math.round(seconds * source.settings().sampleRate());
    return samples > 0 ? OptionalLong.of(samples) : OptionalLong.empty();
  }

  private static List<String> question(Encoding.Source source) {
    List<String> question = new ArrayList<>(List.of("-v", "error"));
    question.addAll(HardenedInput.ARGUMENTS);
    question.addAll(List.of("-f", HardenedInput.FORMAT));
    question.addAll(List.of("-select_streams", String.valueOf(source.audio().index())));
    question.addAll(List.of("-read_intervals", "%+#1"));
    question.addAll(List.of("-show_entries", "packet=pts:stream=time_base", "-of", "csv"));
    question.add(HardenedInput.url(source.file()));
    return question;
  }
}
