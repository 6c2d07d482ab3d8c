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

  // What ffmpeg takes for each is half of it; growing, it has the old and the new at once.
  private static final int BYTES_PER_ENTRY = 48;

  private final FfmpegTools tools;
  private final TranscodeLimits limits;
  private final Path directory;

  /**
   * Creates one.
   *
   * @param directory in which processes run
   */
  Inspection(FfmpegTools tools, TranscodeLimits limits, Path directory) {
    this.tools = tools;
    this.limits = limits;
    this.directory = directory;
  }

  /**
   * Returns the audio to convert, and whether the end of the file is missing.
   *
   * @throws JobFailedException if there is none or it cannot be converted
   * @throws TimeoutException if looking at it took too long
   */
  Inspected inspect(Path file, Mp3Options options, Deadline deadline)
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
    if (survey.compressedIndex()) {
      throw Failures.compressedIndex();
    }
    if (survey.indexEntries() > mostEntries()) {
      throw Failures.indexTooLarge(survey.indexEntries());
    }
    if (isElsewhere(survey.tracks())) {
      throw Failures.elsewhere();
    }
    ProbedAudio audio =
        probe(file, options, survey, deadline).orElseThrow(() -> withoutAudio(survey));
    check(audio, survey.tracks());
    checkRange(audio, options);
    return new Inspected(audio, survey.cutOff(), survey.fragmented());
  }

  private static JobFailedException withoutAudio(Mp4Survey survey) {
    if (survey.cutOff()) {
      return Failures.withoutIndex();
    }
    return survey.tracks().isEmpty() ? Failures.unreadable() : Failures.noAudioTrack();
  }

  private static boolean isElsewhere(List<Mp4Track> tracks) {
    List<Mp4Track> audio = tracks.stream().filter(Mp4Track::audio).toList();
    return !audio.isEmpty() && audio.stream().allMatch(Mp4Track::elsewhere);
  }

  private long mostEntries() {
    long playable = Math.max(1, limits.longestAudio().toSeconds()) * MOST_ENTRIES_PER_SECOND;
    return Math.min(playable, limits.largestMemory() / BYTES_PER_ENTRY);
  }

  private Optional<ProbedAudio> probe(
      Path file, Mp3Options options, Mp4Survey survey, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return new Prober(tools, directory).probe(file, options, survey.coverBytes(), deadline);
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
    List<Mp4Track> candidates =
        tracks.stream()
            .filter(Mp4Track::audio)
            .filter(candidate -> candidate.id() == audio.trackId())
            .toList();
    if (candidates.stream().anyMatch(Mp4Track::encrypted)) {
      throw Failures.encrypted();
    }
    if (candidates.stream().anyMatch(Mp4Track::elsewhere)) {
      throw Failures.elsewhere();
    }
    if (audio.codec().isEmpty()) {
      throw Failures.unsupportedCodec(
          candidates.stream().map(Mp4Track::printableFormat).findFirst().orElse(""));
    }
    Optional<Duration> tooLong =
        audio.duration().filter(duration -> duration.compareTo(limits.longestAudio()) > 0);
    if (tooLong.isPresent()) {
      throw Failures.tooLong(limits.longestAudio());
    }
  }
}
