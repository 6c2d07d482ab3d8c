package org.asyncjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeTest {

  @TempDir Path directory;

  @Test
  void bothSidesConvertTheSameFileAndTheirTimeIsCounted() throws Exception {
    FfmpegTools tools = FfmpegLocator.builder().build().locate().tools();
    Mp3Transcoder transcoder = new Mp3Transcoder(tools, TranscodeLimits.defaults());
    Conversions conversions = new Conversions(tools, transcoder, directory);
    Path input = conversions.make(3);

    Encode.Cost ours = conversions.ours(input, 1);
    assertThat(directory.resolve("result-0.mp3")).isNotEmptyFile();
    Encode.Cost plain = conversions.plain(input, 3);

    assertThat(directory.resolve("result-2.mp3")).isNotEmptyFile();
    assertThat(ours.wall()).isPositive();
    assertThat(plain.processors()).isGreaterThan(Duration.ZERO);
  }
}
