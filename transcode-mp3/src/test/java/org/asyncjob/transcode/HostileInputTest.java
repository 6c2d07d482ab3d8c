package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegTools;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of files that are made to do harm, are broken or just odd, by the ffmpeg that comes
 * along. With {@code -Dhostile.rewrite=true} this writes the table in docs/hostile-input.md instead
 * of comparing with it.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileInputTest {

  private static final boolean REWRITE = Boolean.getBoolean("hostile.rewrite");
  private static final FfmpegTools EMBEDDED =
      FfmpegLocator.builder().searchPath("").build().locate().tools();

  @TempDir static Path directory;

  private static final AtomicInteger CALLS = new AtomicInteger();
  private static final Map<String, String> SEEN = new LinkedHashMap<>();
  private static ServerSocket canary;
  private static List<HostileFile> files;
  private static Map<String, String> documented;

  @BeforeAll
  static void makeTheFiles() throws Exception {
    SEEN.clear();
    CALLS.set(0);
    canary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(HostileInputTest::countCalls, "canary");
    thread.setDaemon(true);
    thread.start();
    Path made = Files.createDirectory(directory.resolve("made"));
    files = new HostileFiles(made, canary.getLocalPort()).all();
    documented = OutcomeTable.read();
  }

  private static void countCalls() {
    while (!canary.isClosed()) {
      try {
        canary.accept().close();
        CALLS.incrementAndGet();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  @AfterAll
  static void writeTheTable() throws IOException {
    canary.close();
    if (REWRITE) {
      OutcomeTable.write(SEEN);
    }
  }

  static Stream<HostileFile> files() {
    return files.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyFileEndsAsThePageSays(HostileFile file) throws Exception {
    Path own = Files.createTempDirectory(directory, "case");
    Path input = own.resolve(file.name());
    file.making().make(input);
    long size = Files.size(input);
    Path output = own.resolve("output.mp3");
    TranscodeLimits limits = file.limits().apply(TranscodeLimits.builder()).build();

    String outcome;
    String kind;
    try {
      TranscodeReport report =
          transcoder(EMBEDDED, limits)
              .transcode(input, output, Mp3Options.defaults(), TranscodeListener.NONE);
      kind = report.warnings().isEmpty() ? HostileFile.CONVERTED : HostileFile.WARNED;
      outcome = OutcomeTable.converted(report);
      assertThat(TestMedia.decodedSamples(output)).isPositive();
      assertThat(TestMedia.probe(output, "stream=codec_name")).contains("mp3");
      Files.delete(output);
    } catch (JobFailedException e) {
      JobFailure failure = e.failure();
      kind = failure.type();
      outcome = OutcomeTable.failed(failure.type(), failure.detail());
      assertThat(failure.detail()).as("what a stranger may read").doesNotContain(own.toString());
    }

    assertThat(ProcessHandle.current().descendants()).as("processes that live on").isEmpty();
    try (Stream<Path> left = Files.list(own)) {
      assertThat(left).as("files that are left").containsExactly(input);
    }
    assertThat(input).hasSize(size);
    assertThat(CALLS).as("calls to the network").hasValue(0);
    assertThat(kind).as(outcome).isEqualTo(file.expected());
    SEEN.put(file.what(), outcome);
    if (!REWRITE) {
      assertThat(outcome).isEqualTo(documented.get(file.what()));
    }
  }

  @Test
  void thePageHasEveryFileOnce() {
    if (!REWRITE) {
      assertThat(documented.keySet())
          .containsExactlyElementsOf(files.stream().map(HostileFile::what).toList());
    }
  }

  Mp3Transcoder transcoder(FfmpegTools tools, TranscodeLimits limits) {
    return new Mp3Transcoder(tools, limits);
  }
}
