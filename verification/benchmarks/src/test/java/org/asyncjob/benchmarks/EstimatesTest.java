package org.asyncjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class EstimatesTest {

  @TempDir Path directory;

  @Test
  void whatAConversionOfEachSoundSaysIsDrawn() throws Exception {
    FfmpegTools tools = FfmpegLocator.builder().build().locate().tools();
    Mp3Transcoder transcoder = new Mp3Transcoder(tools, TranscodeLimits.defaults());
    ToldTimes told = new ToldTimes();
    for (CorpusSound sound : CorpusSound.values()) {
      Path file = sound.make(tools, directory, 3);
      told = new ToldTimes();
      transcoder.transcode(file, directory.resolve("result.mp3"), Mp3Options.defaults(), told);
      told.done();
    }
    Path plot = directory.resolve("plot.svg");

    EstimatesPlot.write(plot, List.of(told), List.of(told));

    Document drawing =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(plot.toFile());
    assertThat(drawing.getElementsByTagName("polygon").getLength()).isEqualTo(2);
    assertThat(Files.readString(plot)).contains("on an idle machine", "on a busy one");
  }

  @Test
  void anErrorIsWhatWasToldBesideWhatItTook() {
    ToldTimes told = new ToldTimes();
    told.progress(5, "transcoding", Duration.ofDays(1));
    told.progress(12, "transcoding", Duration.ofNanos(1));
    told.progress(60, "transcoding", Duration.ofDays(1000));
    told.done();

    assertThat(told.error(10)).isBetween(-1.0, -0.9);
    assertThat(told.error(50)).isGreaterThan(1000);
  }
}
