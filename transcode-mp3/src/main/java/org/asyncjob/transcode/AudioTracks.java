package org.asyncjob.transcode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.bramp.ffmpeg.probe.FFmpegStream;
import net.bramp.ffmpeg.shared.CodecType;
import org.asyncjob.JobFailedException;

/** The audio tracks of a file, in its order, counted from 1 as people do. */
final class AudioTracks {

  private static final int MOST_LISTED = 20;
  private static final int LONGEST_TITLE = 40;
  private static final String NO_LANGUAGE = "und";

  private final List<FFmpegStream> tracks;

  /** Finds them among the streams of a file. */
  AudioTracks(List<FFmpegStream> streams) {
    this.tracks =
        streams.stream().filter(stream -> stream.getCodecType() == CodecType.AUDIO).toList();
  }

  /**
   * Returns the track that is wanted: the one of this number, or of this language; if nothing is
   * wanted, any. Of several it is the first that is marked as default, else the first. Nothing if
   * the file has no audio at all.
   *
   * @throws JobFailedException if it has audio, but not this
   */
  Optional<FFmpegStream> choose(Mp3Options options) {
    Optional<String> wanted = options.track();
    if (tracks.isEmpty() || wanted.isEmpty()) {
      return preferred(tracks);
    }
    String track = wanted.get();
    List<FFmpegStream> fitting =
        Character.isDigit(track.charAt(0)) ? numbered(Integer.parseInt(track)) : spoken(track);
    if (fitting.isEmpty()) {
      throw Failures.noSuchTrack(track, list());
    }
    return preferred(fitting);
  }

  private List<FFmpegStream> numbered(int number) {
    return number <= tracks.size() ? List.of(tracks.get(number - 1)) : List.of();
  }

  private List<FFmpegStream> spoken(String language) {
    return tracks.stream().filter(track -> Languages.same(language, language(track))).toList();
  }

  private static Optional<FFmpegStream> preferred(List<FFmpegStream> tracks) {
    return tracks.stream().min(Comparator.comparing(track -> isDefault(track) ? 0 : 1));
  }

  /** E.g. {@code 1 (deu, aac, 2 channels, default), 2 (eng, "Commentary", aac, 1 channel)}. */
  private String list() {
    String listed =
        String.join(
            ", ",
            IntStream.range(0, Math.min(MOST_LISTED, tracks.size()))
                .mapToObj(place -> (place + 1) + " (" + description(tracks.get(place)) + ")")
                .toList());
    int more = tracks.size() - MOST_LISTED;
    return more > 0 ? listed + " and " + more + " more" : listed;
  }

  private static String description(FFmpegStream track) {
    List<String> parts = new ArrayList<>();
    parts.add(language(track).equals(NO_LANGUAGE) ? "no language" : printable(language(track)));
    String title = printable(tag(track, "title"));
    if (!title.isBlank()) {
      parts.add("\"" + title + "\"");
    }
    parts.add(printable(String.valueOf(track.getCodecName())));
    parts.add(track.getChannels() + (track.getChannels() == 1 ? " channel" : " channels"));
    if (isDefault(track)) {
      parts.add("default");
    }
    return String.join(", ", parts);
  }

  private static String language(FFmpegStream track) {
    String language = tag(track, "language");
    return language.isBlank() ? NO_LANGUAGE : language;
  }

  private static String tag(FFmpegStream track, String name) {
    Map<String, String> tags = track.getTags();
    return tags == null ? "" : tags.getOrDefault(name, "");
  }

  /** Letters, digits and punctuation of whatever language, and not many: the file says it. */
  private static String printable(String text) {
    String clean = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\"]", "").strip();
    int length = clean.codePointCount(0, clean.length());
    return length <= LONGEST_TITLE
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
  }

  private static boolean isDefault(FFmpegStream stream) {
    return stream.getDisposition() != null && stream.getDisposition().isDefault();
  }
}
