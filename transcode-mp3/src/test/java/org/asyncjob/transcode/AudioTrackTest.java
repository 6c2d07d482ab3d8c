package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.asyncjob.JobFailedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several audio tracks; each is of another length, so that one can tell. */
class AudioTrackTest {

  @TempDir static Path directory;

  private static Path film;

  private final Path output = directory.resolve("result.mp3");

  @BeforeAll
  static void makeAFilmInSeveralLanguages() throws Exception {
    film =
        new TestMedia(directory)
            .make(
                "film.mp4",
                List.of(
                    TestMedia.picture(4),
                    TestMedia.sound(1, 44_100),
                    TestMedia.sound(2, 44_100),
                    TestMedia.sound(3, 44_100),
                    TestMedia.sound(4, 44_100)),
                "-map 0 -map 1 -map 2 -map 3 -map 4 -c:v mpeg4 -c:a aac"
                    + " -disposition:a:0 0 -disposition:a:1 default -disposition:a:2 0"
                    + " -disposition:a:3 0 -ac:a:3 1"
                    + " -metadata:s:a:0 language=eng -metadata:s:a:1 language=ger"
                    + " -metadata:s:a:2 language=eng");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1", "2, 2", "3, 3", "4, 4", "eng, 1", "en, 1", "EN, 1", "de, 2", "deu, 2", "ger, 2"
  })
  void aTrackIsChosenByNumberOrLanguage(String track, double seconds) throws Exception {
    assertThat(secondsOf(Mp3Options.builder().track(track).build())).isCloseTo(seconds, within(.1));
  }

  @Test
  void withoutAChoiceItIsTheDefaultTrack() throws Exception {
    assertThat(secondsOf(Mp3Options.defaults())).isCloseTo(2, within(.1));
  }

  @ParameterizedTest
  @CsvSource({"5", "fr"})
  void aTrackThatIsNotThereIsAnsweredWithThoseThatAre(String track) {
    JobFailedException failed =
        catchThrowableOfType(
            JobFailedException.class, () -> secondsOf(Mp3Options.builder().track(track).build()));

    assertThat(failed.failure().type()).isEqualTo("no-such-track");
    assertThat(failed.failure().detail())
        .isEqualTo(
            "The file has no audio track \""
                + track
                + "\" (option \"track\"). It has 1 (eng, aac, 2 channels), 2 (ger, aac, 2 channels,"
                + " default), 3 (eng, aac, 2 channels), 4 (no language, aac, 1 channel).");
  }

  private double secondsOf(Mp3Options options) throws Exception {
    return Mp3Checks.seconds(
        EncodingPath.FFMPEG.transcoder().transcode(film, output, options, TranscodeListener.NONE));
  }
}
