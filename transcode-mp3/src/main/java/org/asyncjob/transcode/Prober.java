package org.asyncjob.transcode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import net.bramp.ffmpeg.FFmpegException;
import net.bramp.ffmpeg.FFprobe;
import net.bramp.ffmpeg.builder.FFprobeBuilder;
import net.bramp.ffmpeg.probe.FFmpegProbeResult;
import net.bramp.ffmpeg.probe.FFmpegStream;
import org.asyncjob.JobFailedException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/**
 * Asks ffprobe what is in a file. The question and the reading of the answer are net.bramp's, the
 * process is run by {@link ToolRun}, which can be interrupted and has a time limit.
 */
final class Prober {

  private static final Duration LONGEST_PROBE = Duration.ofMinutes(1);
  private static final int LARGEST_ANSWER = 4 << 20;
  private static final int LARGEST_COVER = 16 << 20;
  private static final Set<String> PICTURE_CODECS = Set.of("mjpeg", "png");
  private static final Set<String> TAGS =
      Set.of("title", "artist", "album", "track", "date", "genre");
  private static final String ENTRIES =
      "stream=index,id,codec_name,codec_type,sample_fmt,sample_rate,channels,duration"
          + ":stream_disposition=default,attached_pic"
          + ":stream_tags=language,title"
          + ":format=duration:format_tags="
          + String.join(",", TAGS);

  private final FfmpegTools tools;
  private final Path directory;

  /**
   * Creates one.
   *
   * @param directory in which ffprobe runs
   */
  Prober(FfmpegTools tools, Path directory) {
    this.tools = tools;
    this.directory = directory;
  }

  /**
   * Returns the stream to convert, as {@link AudioTracks} chooses it; nothing if there is no audio.
   *
   * @param file not empty
   * @throws JobFailedException if the options name a track that is not there
   * @throws UnreadableMediaException if ffprobe cannot read the file
   * @throws TimeoutException if ffprobe has not ended by then
   */
  Optional<ProbedAudio> probe(Path file, Mp3Options options, long coverBytes, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    FFmpegProbeResult result = ask(file, deadline.atMost(LONGEST_PROBE));
    List<FFmpegStream> streams = result.getStreams() == null ? List.of() : result.getStreams();
    OptionalInt cover =
        coverBytes > LARGEST_COVER
            ? OptionalInt.empty()
            : streams.stream().filter(Prober::isCover).mapToInt(FFmpegStream::getIndex).findFirst();
    return new AudioTracks(streams).choose(options).map(stream -> audio(stream, result, cover));
  }

  private static ProbedAudio audio(
      FFmpegStream stream, FFmpegProbeResult result, OptionalInt cover) {
    Map<String, String> tags = new HashMap<>();
    double duration = stream.getDuration();
    if (result.getFormat() != null) {
      if (result.getFormat().getTags() != null) {
        tags.putAll(result.getFormat().getTags());
        tags.keySet().retainAll(TAGS);
      }
      if (duration <= 0) {
        duration = result.getFormat().getDuration();
      }
    }
    return new ProbedAudio(
        stream.getIndex(),
        trackId(stream),
        Optional.ofNullable(stream.getCodecName()).filter(name -> !name.equals("unknown")),
        format(stream),
        duration > 0 ? Optional.of(seconds(duration)) : Optional.empty(),
        new ProbedAudio.Extras(tags, cover));
  }

  private static ProbedAudio.Format format(FFmpegStream stream) {
    String samples = String.valueOf(stream.getSampleFmt());
    boolean integers = samples.startsWith("s") || samples.startsWith("u");
    return new ProbedAudio.Format(stream.getSampleRate(), stream.getChannels(), integers);
  }

  private static boolean isCover(FFmpegStream stream) {
    return stream.getDisposition() != null
        && stream.getDisposition().isAttachedPic()
        && PICTURE_CODECS.contains(String.valueOf(stream.getCodecName()));
  }

  private static long trackId(FFmpegStream stream) {
    try {
      return stream.getId() == null ? 0 : Long.decode(stream.getId());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private FFmpegProbeResult ask(Path file, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    List<String> question =
        new FFprobeBuilder()
            .setShowFormat(false)
            .setShowStreams(false)
            .setShowChapters(false)
            .addExtraArgs(HardenedInput.ARGUMENTS.toArray(String[]::new))
            .addExtraArgs("-f", HardenedInput.FORMAT, "-show_entries", ENTRIES)
            .setInput(HardenedInput.url(file))
            .build();
    Process answer = run(question, deadline);
    try {
      return new AnsweredFFprobe(tools, answer).probe(question);
    } catch (FFmpegException | RuntimeException e) {
      // The latter for an answer that is no JSON, as that of a crashed ffprobe.
      throw new UnreadableMediaException("ffprobe ended with " + answer.exitValue(), e);
    }
  }

  private Process run(List<String> arguments, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ProcessBuilder ffprobe = tools.ffprobeProcess(arguments).directory(directory.toFile());
    ToolRun run = ToolRun.start(ffprobe, stream -> copy(stream, output), ignored -> {});
    int exitCode = run.finish(deadline);
    return new FinishedProcess(exitCode, output.toByteArray());
  }

  private static void copy(InputStream from, ByteArrayOutputStream to) throws IOException {
    to.write(from.readNBytes(LARGEST_ANSWER));
    if (from.read() >= 0) {
      throw new IOException("ffprobe writes more than " + LARGEST_ANSWER + " bytes");
    }
  }

  /** Reads an answer that is already there. */
  private static final class AnsweredFFprobe extends FFprobe {

    private final String version;

    AnsweredFFprobe(FfmpegTools tools, Process answer) {
      super(tools.ffprobe().toString(), arguments -> answer);
      version = "ffprobe version " + tools.version();
    }

    /** Saves a process per probe: which ffprobe this is has been asked before. */
    @Override
    public synchronized String version() {
      return version;
    }
  }
}
