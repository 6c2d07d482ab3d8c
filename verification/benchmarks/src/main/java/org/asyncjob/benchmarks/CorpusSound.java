package org.asyncjob.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;

/** Sounds that encoders treat differently, as expressions of ffmpeg's {@code aevalsrc}. */
enum CorpusSound {
  /** Chords that begin hard and fade over a bass. */
  MUSIC(
      "exp(-4*mod(t,0.5))*(0.3*sin(2*PI*220*t)+0.15*sin(2*PI*331*t)+0.1*sin(2*PI*887*t))"
          + "+0.2*sin(2*PI*55*t)+0.05*exp(-30*mod(t,0.5))*(random(CHANNEL)-0.5)"),
  /** A buzz with moving formants and pauses. */
  SPEECH(
      "gt(mod(t,1.25),0.25)*0.2*(sin(2*PI*120*t)+sin(2*PI*360*t)*sin(5*t)"
          + "+sin(2*PI*720*t)*sin(3*t))*abs(sin(12*t))"),
  SILENCE("0"),
  /** A click every third of a second, nothing between. */
  CLICKS("0.9*lt(mod(t,0.333),0.0005)"),
  NOISE("0.5*(random(CHANNEL)-0.5)"),
  /** Half of it silent, half of it noise: what has been done says little of what is to come. */
  CHANGING("0.5*gt(t,LENGTH/2)*(random(CHANNEL)-0.5)");

  private final String expression;

  CorpusSound(String expression) {
    this.expression = expression;
  }

  /** Makes so many seconds of it, stereo AAC. */
  Path make(FfmpegTools tools, Path directory, int seconds)
      throws IOException, InterruptedException {
    Path file = directory.resolve("%s-%d.m4a".formatted(name(), seconds));
    String source =
        "aevalsrc=exprs='%s|%s':sample_rate=44100:duration=%d"
            .formatted(channel(0, seconds), channel(1, seconds), seconds);
    PlainFfmpeg.run(
        tools,
        List.of("-f", "lavfi", "-i", source, "-c:a", "aac", "-b:a", "128k", file.toString()));
    return file;
  }

  private String channel(int channel, int seconds) {
    return expression
        .replace("CHANNEL", String.valueOf(channel))
        .replace("LENGTH", String.valueOf(seconds));
  }
}
