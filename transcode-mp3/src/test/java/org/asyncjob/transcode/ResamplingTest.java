package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sample rates that MP3 does not have: nothing that cannot be kept may fold back into the rest. */
class ResamplingTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    // 64 kHz becomes 32: 17 kHz would be heard as 15, 24 kHz as 8
    "LIBRARY, 64000, 17000, pcm_s16le",
    "FFMPEG, 64000, 17000, pcm_s16le",
    "LIBRARY, 64000, 24000, pcm_f32le",
    "FFMPEG, 64000, 24000, pcm_f32le",
    // 96 kHz becomes 48: 40 kHz would be heard as 8
    "LIBRARY, 96000, 40000, pcm_s24le",
    "FFMPEG, 96000, 40000, pcm_s24le",
  })
  void whatTheMp3CannotHaveIsNotHeardElsewhere(
      EncodingPath path, int sampleRate, int frequency, String codec) throws Exception {
    Pcm heard = converted(path, sampleRate, frequency, codec);

    assertThat(heard.level(sampleRate / 4, sampleRate / 2)).isLessThan(-80);
  }

  @ParameterizedTest
  @CsvSource({
    "LIBRARY, 64000, 14000, pcm_s16le",
    "FFMPEG, 64000, 14000, pcm_s16le",
    "LIBRARY, 96000, 10000, pcm_s24le",
    "FFMPEG, 7350, 3000, pcm_s16le",
  })
  void whatItCanHaveStaysAsLoud(EncodingPath path, int sampleRate, int frequency, String codec)
      throws Exception {
    Pcm heard = converted(path, sampleRate, frequency, codec);

    // A sine of half of full scale.
    assertThat(heard.level(sampleRate / 4, sampleRate / 2)).isCloseTo(-9.03, within(0.5));
  }

  private Pcm converted(EncodingPath path, int sampleRate, int frequency, String codec)
      throws Exception {
    String tone = "aevalsrc=0.5*sin(2*PI*%d*t):d=2:s=%d".formatted(frequency, sampleRate);
    Path input =
        new TestMedia(directory).make("tone.mov", List.of(tone), "-c:a " + codec + " -ac 1");
    Path output = directory.resolve("tone.mp3");
    path.transcoder()
        .transcode(input, output, Mp3Options.builder().quality(0).build(), TranscodeListener.NONE);
    return Pcm.of(output);
  }
}
