package org.asyncjob.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoriesTest {
  private static final Platform LINUX = Platform.of("Linux", "amd64");
  private static final Platform MAC = Platform.of("Mac OS X", "aarch64");
  private static final Platform WINDOWS = Platform.of("Windows 11", "amd64");

  @TempDir private Path directory;

  @Test
  void eachPlatformHasItsOwnPlace() {
    assertThat(ofUser(LINUX, Map.of("XDG_CACHE_HOME", "/cache", "HOME", "/home/me")))
        .isEqualTo(Path.of("/cache/asyncjob"));
    assertThat(ofUser(LINUX, Map.of("XDG_CACHE_HOME", "", "HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.cache/asyncjob"));
    assertThat(ofUser(LINUX, Map.of("XDG_CACHE_HOME", "not/absolute", "HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.cache/asyncjob"));
    assertThat(ofUser(MAC, Map.of("HOME", "/Users/me")))
        .isEqualTo(Path.of("/Users/me/Library/Caches/asyncjob"));
    assertThat(ofUser(WINDOWS, Map.of("LOCALAPPDATA", "/local", "HOME", "/home/me")))
        .isEqualTo(Path.of("/local/asyncjob"));
  }

  @Test
  void withoutAHomeItIsUnpackedWhereNobodyElseCanWrite() throws Exception {
    FfmpegTools tools = locate(Map.of()).tools();

    Path cache = tools.ffmpeg().getParent().getParent();
    assertThat(cache.getParent()).isEqualTo(directory);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
  }

  @Test
  void aHomeThatCannotBeWrittenToIsSaidAndDoneWithout() throws Exception {
    Path home = Files.writeString(directory.resolve("home"), "a file, so that even root fails");

    FfmpegChoice choice = locate(Map.of("HOME", home.toString()));

    assertThat(choice.tools().ffmpeg()).startsWith(directory);
    assertThat(choice.reasons())
        .anyMatch(it -> it.contains("cannot be unpacked") && it.contains(home.toString()));
  }

  @Test
  void theCacheIsUsedWhereThereIsAHome() {
    Path home = directory.resolve("home");

    FfmpegChoice choice = locate(Map.of("HOME", home.toString()));

    assertThat(choice.tools().ffmpeg()).startsWith(home.resolve(".cache/asyncjob"));
  }

  @Test
  void aPlaceThatOthersCanEnterIsNotTrusted() throws Exception {
    Path place = new CacheDirectories(LINUX, Map.of(), directory).createPrivateTemporary();
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> locate(Map.of()))
        .isInstanceOf(FfmpegNotFoundException.class)
        .hasMessageContaining("\"%s\" is not a directory", place)
        .hasMessageContaining("remove it");
  }

  @Test
  void aLinkThatSomebodyLaidThereIsNotFollowed() throws Exception {
    CacheDirectories directories = new CacheDirectories(LINUX, Map.of(), directory);
    Path place = directories.createPrivateTemporary();
    Files.delete(place);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(place, elsewhere);

    assertThatThrownBy(directories::createPrivateTemporary).isInstanceOf(IOException.class);
  }

  private static Path ofUser(Platform platform, Map<String, String> environment) {
    return new CacheDirectories(platform, environment, Path.of("/tmp")).ofUser().orElseThrow();
  }

  private FfmpegChoice locate(Map<String, String> environment) {
    return FfmpegLocator.builder()
        .searchPath("")
        .cacheDirectories(new CacheDirectories(Platform.ofThisMachine(), environment, directory))
        .build()
        .locate();
  }
}
