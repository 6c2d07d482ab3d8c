package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.asyncjob.JobFailedException;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a file before it is converted, and refuses those that need not be tried. */
final class Inspection {

  private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

  // More index entries per second than any codec has frames, so that an index made to fill the
  // memory is noticed before it is loaded.
  private static final int MOST_ENTRIES_PER_SECOND = 1_000;

  private final FfmpegTools tools;
  private final TranscodeLimits limits;

  Inspection(FfmpegTools tools, TranscodeLimits limits) {
    this.tools = tools;
    this.limits = limits;
  }

  /**
   * Returns the audio to convert.
   *
   * @throws JobFailedException if there is none or it cannot be converted
   * @throws TimeoutException if looking at it took too long
   */
  ProbedAudio inspect(Path file, Mp3Options options, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    if (Files.size(file) == 0) {
      throw Failures.emptyFile();
    }
    Mp4Survey survey = Mp4Surveyor.survey(file);
    if (!survey.recognized()) {
      throw Failures.notAMediaFile();
    }
    if (!survey.index()) {
      throw Failures.withoutIndex();
    }
    if (survey.indexEntries() / MOST_ENTRIES_PER_SECOND > limits.longestAudio().toSeconds()) {
      throw Failures.tooLong(limits.longestAudio());
    }
    ProbedAudio audio =
        probe(file, options, survey, deadline)
            .orElseThrow(
                () -> survey.tracks().isEmpty() ? Failures.unreadable() : Failures.noAudioTrack());
    check(audio, survey.tracks());
    checkRange(audio, options);
    return audio;
  }

  private Optional<ProbedAudio> probe(
      Path file, Mp3Options options, Mp4Survey survey, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return new Prober(tools).probe(file, options, survey.coverBytes(), deadline);
    } catch (UnreadableMediaException e) {
      LOG.debug("the file cannot be probed", e);
      throw survey.cutOff() ? Failures.withoutIndex() : Failures.unreadable();
    }
  }

  private static void checkRange(ProbedAudio audio, Mp3Options options) {
    Duration from = options.from().orElse(Duration.ZERO);
    Optional<Duration> end = audio.duration().filter(whole -> whole.compareTo(from) <= 0);
    if (end.isPresent()) {
      throw Failures.nothingFrom(from, end.get());
    }
  }

  private void check(ProbedAudio audio, List<Mp4Track> tracks) {
    Optional<Mp4Track> track =
        tracks.stream()
            .filter(Mp4Track::audio)
            .filter(candidate -> candidate.id() == audio.trackId())
            .findFirst();
    if (track.isPresent() && track.get().encrypted()) {
      throw Failures.encrypted();
    }
    if (audio.codec().isEmpty()) {
      throw Failures.unsupportedCodec(track.map(Mp4Track::printableFormat).orElse(""));
    }
    Optional<Duration> tooLong =
        audio.duration().filter(duration -> duration.compareTo(limits.longestAudio()) > 0);
    if (tooLong.isPresent()) {
      throw Failures.tooLong(limits.longestAudio());
    }
  }
}
