package org.asyncjob.transcode;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.mpeg.MalformedMp3Exception;
import org.asyncjob.transcode.mpeg.MpegAudio;

/**
 * Keeps the frames of audio that is MP3 already. They are decoded on the way, so that as much is
 * known of them as if they were encoded anew: how long they are, and what is damaged.
 */
final class CopyEncoding implements Encoding {

  // A frame at either end. Where more is not to be heard, and no tag can say so, it must be cut.
  private static final long MOST_PLAYED_TOO_MUCH = 2 * 1152;

  private final FfmpegTools tools;
  private final TranscodeLimits limits;

  CopyEncoding(FfmpegTools tools, TranscodeLimits limits) {
    this.tools = tools;
    this.limits = limits;
  }

  /** Whether this audio is as the options want it. */
  static boolean fits(ProbedAudio audio, Mp3Options options) {
    ProbedAudio.Format format = audio.format();
    return audio.codec().filter("mp3"::equals).isPresent()
        && MpegAudio.allSampleRates().contains(format.sampleRate())
        && (format.channels() == 1 || (format.channels() == 2 && !options.mono()))
        && options.sampleRate().orElse(format.sampleRate()) == format.sampleRate()
        && !options.demandsEncoding();
  }

  /**
   * Copies.
   *
   * @throws NotCopyableException if these are not the frames of one MP3
   */
  @Override
  public Encoded encode(Source source, Mp3Writer writer, Deadline deadline, Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    OptionalLong hidden = new HiddenSamples(tools).before(source, deadline);
    ProcessBuilder ffmpeg =
        tools.ffmpegProcess(
            EncodeCommand.copy(source.file(), source.audio(), source.settings(), limits));
    ffmpeg.directory(source.workDirectory().toFile());
    try {
      ToolRun run =
          ToolRun.start(
              ffmpeg,
              stream -> writer.copy(stream, frames -> heard.written(writer.duration(frames))),
              source.log()::add);
      return encoded(run.finish(deadline), source.log().encodedSamples(), hidden, writer);
    } catch (MalformedMp3Exception e) {
      throw new NotCopyableException(e);
    }
  }

  /** Says where the audio is in the frames. */
  private static Encoded encoded(
      int exitCode, OptionalLong samples, OptionalLong hidden, Mp3Writer writer)
      throws NotCopyableException {
    long decoded = writer.decodedSamples();
    int delay = (int) Math.min(Integer.MAX_VALUE, hidden.orElse(0)) - LameTag.DECODER_DELAY;
    if (samples.isPresent()
        && LameTag.canSay(new LameTag.Sound(delay, samples.getAsLong()), decoded)) {
      return new Encoded(exitCode, samples, delay);
    }
    if (decoded - samples.orElse(0) <= MOST_PLAYED_TOO_MUCH) {
      return new Encoded(exitCode, OptionalLong.of(decoded), LameTag.UNKNOWN_DELAY);
    }
    throw new NotCopyableException(
        "%d samples are in the frames, %s of them to be heard".formatted(decoded, samples));
  }
}
