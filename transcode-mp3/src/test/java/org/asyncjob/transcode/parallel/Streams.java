package org.asyncjob.transcode.parallel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.asyncjob.transcode.lame.LameLibrary;
import org.asyncjob.verification.tools.SystemLibrary;

/** Makes streams of MP3 frames in three ways, and PCM of them with ffmpeg. */
final class Streams {

  /** Short, so that a few seconds have several seams: 98 frames, two and a half seconds. */
  static final int BLOCKS = 14;

  private static final FfmpegTools TOOLS = FfmpegLocator.builder().build().locate().tools();

  private final EncoderParameters parameters;
  private final SegmentPlan plan;

  Streams(EncoderParameters parameters) {
    this.parameters = parameters;
    this.plan = new SegmentPlan(parameters, BLOCKS);
  }

  static LameLibrary lame() {
    SystemLibrary.LAME.require();
    return LameLibrary.find().orElseThrow();
  }

  /** A stream and where segments meet in it. */
  @SuppressWarnings("ArrayRecordComponent") // these are never compared
  record Joined(byte[] mp3, List<Long> seams) {}

  /** What one encoder makes of it. */
  byte[] single(byte[] pcm) throws IOException, InterruptedException {
    try (Mp3Encoder encoder = lame().start(parameters)) {
      encoder.encode(pcm, pcm.length);
      return encoder.finish();
    }
  }

  /** What is made of it in segments, on so many cores. */
  Joined joined(byte[] pcm, int cores) throws Exception {
    ByteArrayOutputStream mp3 = new ByteArrayOutputStream();
    try (ParallelEncoder encoder =
        new ParallelEncoder(lame(), parameters, new CoreBudget(cores), plan)) {
      CompletableFuture<Void> read =
          CompletableFuture.runAsync(
              () -> {
                try {
                  encoder.read(new ByteArrayInputStream(pcm));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      encoder.join(frame -> mp3.write(frame.bytes()), samples -> {});
      read.join();
      return new Joined(mp3.toByteArray(), encoder.seams());
    }
  }

  /** What comes of cutting the sound and sticking the streams together. */
  byte[] naive(byte[] pcm) throws IOException, InterruptedException {
    int size = plan.bytesOfBlock() * BLOCKS;
    ByteArrayOutputStream mp3 = new ByteArrayOutputStream();
    for (int start = 0; start < pcm.length; start += size) {
      mp3.write(single(Arrays.copyOfRange(pcm, start, Math.min(pcm.length, start + size))));
    }
    return mp3.toByteArray();
  }

  /** Decodes all frames, nothing left out. */
  Loss loss(byte[] pcm, byte[] mp3) throws IOException {
    String command = "-v error -flags2 -skip_manual -f mp3 -i pipe:0 -f f32le -ac %d pipe:1";
    List<String> arguments = List.of(command.formatted(parameters.channels()).split(" "));
    Process ffmpeg =
        TOOLS.ffmpegProcess(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream input = ffmpeg.getOutputStream()) {
                input.write(mp3);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    byte[] decoded = ffmpeg.getInputStream().readAllBytes();
    written.join();
    return new Loss(pcm, decoded, parameters.channels());
  }

  int samplesOfFrame() {
    return plan.samplesOfFrame();
  }
}
