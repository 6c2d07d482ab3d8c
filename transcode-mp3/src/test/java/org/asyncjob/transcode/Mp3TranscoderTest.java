package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncjob.verification.tools.SystemTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp3TranscoderTest {

  @TempDir static Path directory;

  private final Mp3Transcoder transcoder =
      new Mp3Transcoder(TestMedia.TOOLS, TranscodeLimits.defaults());

  @Test
  void aRealMp4BecomesARealMp3() throws Exception {
    Path input = new TestMedia(directory).clip("clip.mp4", 7.5);
    Path output = directory.resolve("clip.mp3");

    TranscodeReport report =
        transcoder.transcode(input, output, Mp3Options.defaults(), TranscodeListener.NONE);

    assertThat(TestMedia.duration(output)).isCloseTo(7.5, within(0.1));
    assertThat(TestMedia.probe(output, "stream=codec_name")).isEqualTo("mp3");
    assertThat(report.bytes()).isEqualTo(Files.size(output));
    String verdict =
        TestMedia.output(
            new ProcessBuilder(SystemTool.MP3VAL.path().toString(), output.toString()));
    System.err.println(
        verdict + report + " " + TestMedia.decodedSamples(output) + " " + TestMedia.TOOLS);
    assertThat(verdict).doesNotContain("WARNING").doesNotContain("ERROR");
  }
}
