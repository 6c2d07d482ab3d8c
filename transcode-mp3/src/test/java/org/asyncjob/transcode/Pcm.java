package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a file sounds like: one channel of samples, as an independent decoder hands them out. */
record Pcm(List<Float> samples) {

  static Pcm of(Path file) throws IOException, InterruptedException {
    Path raw = Files.createTempFile(file.toAbsolutePath().getParent(), "sound", ".raw");
    String command = "-nostdin -v error -y -i file:%s -map 0:a -ac 1 -f f32le file:%s";
    TestMedia.output(
        TestMedia.TOOLS.ffmpegProcess(List.of(command.formatted(file, raw).split(" "))));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN);
    Files.delete(raw);
    Float[] samples = new Float[bytes.remaining() / Float.BYTES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes.getFloat();
    }
    return new Pcm(List.of(samples));
  }

  /** Level in dB of full scale of so many samples from there on. */
  double level(int start, int length) {
    double sum = 0;
    for (float sample : samples.subList(start, start + length)) {
      sum += sample * sample;
    }
    return 10 * Math.log10(sum / length + 1e-20);
  }

  /** Level of what differs from another one's samples, of which the first is at that place. */
  double difference(Pcm other, int place) {
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      double error = samples.get(i) - other.samples.get(place + i);
      sum += error * error;
    }
    return 10 * Math.log10(sum / samples.size() + 1e-20);
  }
}
