package org.asyncjob.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.asyncjob.verification.tools.SystemTool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is installed on the PATH of these; the embedded ffmpeg is unpacked and run for real. */
class EmbeddedFfmpegTest {
  @TempDir private Path directory;
  private Path cache;

  @BeforeEach
  void theCacheIsEmpty() {
    cache = directory.resolve("cache");
  }

  @Test
  void itEncodesAnMp3ThatAnIndependentDecoderReads() throws Exception {
    FfmpegChoice choice = locate();
    Path mp3 = directory.resolve("tone.mp3");

    run(
        choice
            .tools()
            .ffmpegProcess(
                List.of(
                    "-v",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    "sine=d=1",
                    "-c:a",
                    "libmp3lame",
                    mp3.toString())));

    run(new ProcessBuilder(SystemTool.MPG123.path().toString(), "-t", mp3.toString()));
    assertThat(choice.tools().origin()).isEqualTo(FfmpegOrigin.EMBEDDED);
    assertThat(choice.tools().version()).isEqualTo("8.0.1");
    assertThat(choice.reasons())
        .contains("there is no ffmpeg on the PATH")
        // What encodes need not be ffmpeg; whoever knows gives advice.
        .noneMatch(reason -> reason.contains("fast"));
  }

  @Test
  void itsFfprobeStartsToo() throws Exception {
    assertThat(run(locate().tools().ffprobeProcess(List.of("-version"))))
        .contains("ffprobe version 8.0.1");
  }

  @Test
  void whatWasUnpackedIsUsedAgain() throws Exception {
    Path ffmpeg = locate().tools().ffmpeg();
    Object inode = Files.getAttribute(ffmpeg, "unix:ino");

    locate();

    assertThat(Files.getAttribute(ffmpeg, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void aTruncatedFileIsReplaced() throws Exception {
    Path library = sibling(locate(), "libavcodec.so.62");
    long size = Files.size(library);
    try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "rw")) {
      file.setLength(size / 2);
    }

    locate();

    assertThat(library).hasSize(size);
  }

  @Test
  void aFileThatSomebodyWroteToIsReplaced() throws Exception {
    Path library = sibling(locate(), "libavutil.so.60");
    byte[] before = Files.readAllBytes(library);
    overwriteEnd(library);

    locate();

    assertThat(library).hasBinaryContent(before);
  }

  @Test
  void aMissingStubIsReplaced() throws Exception {
    Path stub = sibling(locate(), "stubs/libxcb.so.1");
    Files.delete(stub);

    locate();

    assertThat(stub).exists();
  }

  @Test
  void damageThatLeavesSizeAndTimeAloneIsFoundWhenItNoLongerStarts() throws Exception {
    Path library = sibling(locate(), "libavutil.so.60");
    byte[] before = Files.readAllBytes(library);
    FileTime time = Files.getLastModifiedTime(library);
    Files.write(library, new byte[before.length]);
    Files.setLastModifiedTime(library, time);

    locate();

    assertThat(library).hasBinaryContent(before);
  }

  @Test
  void whatAKilledProcessLeftIsClearedAway() throws Exception {
    Path name = locate().tools().ffmpeg().getParent().getFileName();
    Path left = Files.createDirectory(cache.resolve("." + name + ".partial-123"));
    Files.writeString(left.resolve("ffmpeg"), "half of it");
    Files.delete(cache.resolve(name).resolve("ffprobe"));

    locate();

    assertThat(left).doesNotExist();
    assertThat(namesInCache()).containsExactlyInAnyOrder(name.toString(), name + ".lock");
  }

  @Test
  void threadsThatStartAtOnceAllGetAWorkingOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> starters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starters.add(() -> run(locate().tools().ffmpegProcess(List.of("-version"))));
      }
      for (Future<String> started : threads.invokeAll(starters)) {
        assertThat(started.get()).contains("ffmpeg version 8.0.1");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(namesInCache()).hasSize(2);
  }

  @Test
  void processesThatStartAtOnceAllGetAWorkingOne() throws Exception {
    List<Process> starters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      starters.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LocateAndRun.class.getName(),
                  cache.toString())
              .redirectErrorStream(true)
              .start());
    }

    for (Process starter : starters) {
      assertThat(output(starter)).contains("ffmpeg version 8.0.1");
    }
    assertThat(namesInCache()).hasSize(2);
  }

  /**
   * On this machine the libraries may be installed; the loader's own account tells whether they
   * were used. What it may take from the system is what even Debian's smallest installation has.
   */
  @Test
  void itTakesNothingFromTheSystemButTheRuntimeOfCAndCPlusPlus() throws Exception {
    FfmpegTools tools = locate().tools();
    ProcessBuilder ffmpeg = tools.ffmpegProcess(List.of("-version"));
    ffmpeg.environment().put("LD_DEBUG", "libs");

    List<Path> loaded =
        run(ffmpeg)
            .lines()
            .filter(line -> line.contains("calling init: "))
            .map(line -> Path.of(line.substring(line.indexOf(": /") + 2)))
            .toList();

    assertThat(loaded)
        .contains(sibling(tools, "stubs/libpulse.so.0"), sibling(tools, "libavcodec.so.62"));
    assertThat(loaded)
        .filteredOn(library -> !library.startsWith(cache))
        .extracting(library -> library.getFileName().toString())
        .allMatch(
            name -> name.matches("(ld-linux-.*|libc|libm|libgcc_s|libstdc\\+\\+)\\.so\\.[0-9]+"));
  }

  @Test
  void aCacheWhoseNameTheLoaderCannotExpressIsRefused() {
    cache = directory.resolve("a:b");

    assertThat(org.assertj.core.api.Assertions.catchThrowable(this::locate))
        .isInstanceOf(FfmpegNotFoundException.class)
        .hasMessageContaining("a:b")
        .hasMessageContaining("install ffmpeg 5 or newer");
  }

  private FfmpegChoice locate() {
    return FfmpegLocator.builder().searchPath("").cacheDirectory(cache).build().locate();
  }

  private static Path sibling(FfmpegChoice choice, String name) {
    return sibling(choice.tools(), name);
  }

  private static Path sibling(FfmpegTools tools, String name) {
    return tools.ffmpeg().resolveSibling(name);
  }

  private static void overwriteEnd(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(file.length() - 4);
      file.write(new byte[] {1, 2, 3, 4});
    }
  }

  private List<String> namesInCache() throws IOException {
    try (Stream<Path> children = Files.list(cache)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }

  private static String run(ProcessBuilder builder) throws Exception {
    return output(builder.redirectErrorStream(true).start());
  }

  private static String output(Process process) throws Exception {
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** What one of several processes does. */
  static final class LocateAndRun {
    private LocateAndRun() {}

    public static void main(String[] arguments) throws Exception {
      FfmpegTools tools =
          FfmpegLocator.builder()
              .searchPath("")
              .cacheDirectory(Path.of(arguments[0]))
              .build()
              .locate()
              .tools();
      System.out.println(run(tools.ffmpegProcess(List.of("-version"))));
    }
  }
}
