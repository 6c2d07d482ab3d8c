package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.asyncjob.verification.tools.SystemTool;

/** Judges MP3 files with programs that are not ours. */
final class Mp3Checks {

  private Mp3Checks() {}

  /** Has each frame looked at by mp3val. */
  static void assertValid(Path mp3) throws IOException, InterruptedException {
    ProcessBuilder mp3val = new ProcessBuilder(SystemTool.MP3VAL.path().toString(), mp3.toString());
    assertThat(TestMedia.output(mp3val))
        .contains("Done!")
        .doesNotContain("WARNING")
        .doesNotContain("ERROR");
  }

  /** Decodes and counts: not one sample more or less than the report says. */
  static void assertSampleExact(Path mp3, TranscodeReport report)
      throws IOException, InterruptedException {
    long expected = Math.round(seconds(report) * report.options().sampleRate().orElseThrow());
    assertThat(TestMedia.decodedSamples(mp3)).isEqualTo(expected);
  }

  static double seconds(TranscodeReport report) {
    return report.duration().toNanos() / 1e9;
  }
}
