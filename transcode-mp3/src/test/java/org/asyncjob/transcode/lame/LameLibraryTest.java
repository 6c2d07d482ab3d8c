package org.asyncjob.transcode.lame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.asyncjob.transcode.mpeg.Mp3Frame;
import org.asyncjob.transcode.parallel.EncoderParameters;
import org.asyncjob.transcode.parallel.EncoderParameters.RateControl;
import org.asyncjob.transcode.parallel.Mp3Encoder;
import org.asyncjob.verification.tools.SystemLibrary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LameLibraryTest {

  private static LameLibrary lame;

  @BeforeAll
  static void findIt() {
    SystemLibrary.LAME.require();
    lame = LameLibrary.find().orElseThrow();
  }

  @Test
  void saysItsVersion() {
    assertThat(lame.version()).startsWith("3.100");
  }

  @ParameterizedTest
  @ValueSource(
      floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f, -1e38f})
  void samplesThatAreNoSoundDoNotEndTheProcess(float sample) throws Exception {
    byte[] pcm = new byte[2 * 44_100 * Float.BYTES];
    ByteBuffer samples = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
    while (samples.hasRemaining()) {
      samples.putFloat(samples.position() % 3 == 0 ? sample : 0.1f);
    }

    assertThat(Mp3Frame.split(encode(pcm, 2))).hasSizeGreaterThan(35);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void encodesAsManyFramesAsThereIsSound(int channels) throws Exception {
    byte[] pcm = new byte[100 * 1152 * channels * Float.BYTES];

    assertThat(Mp3Frame.split(encode(pcm, channels))).hasSize(101);
  }

  @Test
  void anEncoderThatIsClosedInTheMeantimeFailsAndHarmsNothing() throws Exception {
    Mp3Encoder encoder = lame.start(parameters(2));
    encoder.encode(new byte[1152 * 8], 1152 * 8);

    encoder.close();
    encoder.close();

    assertThatThrownBy(encoder::finish)
        .isInstanceOf(IOException.class)
        .hasMessage("the encoder is closed");
  }

  @Test
  void withoutJnaThereIsQuietlyNoLibrary() throws Exception {
    URL classes = LameLibrary.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader withoutJna = new WithoutJna(new URL[] {classes}, getClass().getClassLoader());

    Object found = withoutJna.loadClass(LameLibrary.class.getName()).getMethod("find").invoke(null);

    assertThat(found).isEqualTo(Optional.empty());
  }

  private static byte[] encode(byte[] pcm, int channels) throws IOException, InterruptedException {
    try (Mp3Encoder encoder = lame.start(parameters(channels))) {
      encoder.encode(pcm, pcm.length);
      return encoder.finish();
    }
  }

  private static EncoderParameters parameters(int channels) {
    return new EncoderParameters(44_100, channels, RateControl.QUALITY, 2);
  }

  /** Loads our classes itself, and nothing of JNA. */
  private static final class WithoutJna extends URLClassLoader {

    WithoutJna(URL[] classes, ClassLoader parent) {
      super(classes, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.sun.jna.")) {
        throw new ClassNotFoundException(name);
      }
      if (name.startsWith("org.asyncjob.transcode.")) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
      return super.loadClass(name, resolve);
    }
  }
}
