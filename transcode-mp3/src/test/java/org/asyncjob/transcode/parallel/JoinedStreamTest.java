package org.asyncjob.transcode.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.asyncjob.transcode.parallel.EncoderParameters.RateControl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The joined stream beside that of one encoder, over sounds that encoders treat differently. */
class JoinedStreamTest {

  private static final double SECONDS = 8;

  // An eighth of a second before and after: what a join could spoil, not what one click costs.
  private static final int FRAMES_NEAR = 4;

  @ParameterizedTest
  @CsvSource({
    "44100, 2, QUALITY, 0",
    "44100, 2, QUALITY, 2",
    "44100, 2, QUALITY, 4",
    "44100, 2, CONSTANT, 128",
    "44100, 2, CONSTANT, 192",
    "44100, 2, CONSTANT, 320",
    "44100, 2, AVERAGE, 192",
    "44100, 1, QUALITY, 2",
    "48000, 1, CONSTANT, 96",
    "22050, 2, QUALITY, 2",
    "24000, 2, AVERAGE, 80",
    "8000, 1, CONSTANT, 24",
  })
  void soundsLikeOneEncodersAndNotLikePartsStuckTogether(
      int sampleRate, int channels, RateControl rateControl, int value) throws Exception {
    EncoderParameters parameters = new EncoderParameters(sampleRate, channels, rateControl, value);
    Streams streams = new Streams(parameters);
    for (Sounds sound : Sounds.values()) {
      byte[] pcm = sound.pcm(SECONDS * Math.max(1, 24_000 / sampleRate), parameters);
      Streams.Joined joined = streams.joined(pcm, 2);
      Loss expected = streams.loss(pcm, streams.single(pcm));
      Loss actual = streams.loss(pcm, joined.mp3());

      assertThat(joined.seams()).as("%s: seams", sound).hasSizeGreaterThanOrEqualTo(3);
      assertThat(actual.samples()).as("%s: samples", sound).isEqualTo(expected.samples());
      if (sound != Sounds.SILENCE) {
        assertThat(actual.signalToNoise())
            .as("%s: signal to noise", sound)
            .isCloseTo(expected.signalToNoise(), within(0.05));
      }
      assertThat(near(actual, joined, streams, expected))
          .as("%s: error near seams", sound)
          .isLessThanOrEqualTo(1.05);

      Loss naive = streams.loss(pcm, streams.naive(pcm));
      assertThat(naive.samples()).as("%s: samples, naive", sound).isNotEqualTo(expected.samples());
      if (sound == Sounds.MUSIC || sound == Sounds.SPEECH) {
        assertThat(near(naive, joined, streams, expected))
            .as("%s: error near seams, naive", sound)
            .isGreaterThan(1.05);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"QUALITY, 2", "CONSTANT, 192", "AVERAGE, 128"})
  void isTheSameOnAnyNumberOfCores(RateControl rateControl, int value) throws Exception {
    EncoderParameters parameters = new EncoderParameters(44_100, 2, rateControl, value);
    Streams streams = new Streams(parameters);
    byte[] pcm = Sounds.MUSIC.pcm(SECONDS, parameters);

    byte[] alone = streams.joined(pcm, 1).mp3();

    assertThat(streams.joined(pcm, 2).mp3()).isEqualTo(alone);
    assertThat(streams.joined(pcm, 5).mp3()).isEqualTo(alone);
  }

  private static double near(Loss loss, Streams.Joined joined, Streams streams, Loss expected) {
    return loss.worstNear(joined.seams(), streams.samplesOfFrame(), FRAMES_NEAR, expected);
  }
}
