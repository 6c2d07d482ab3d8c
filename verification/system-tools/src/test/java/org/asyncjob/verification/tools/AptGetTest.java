package org.asyncjob.verification.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a script in place of apt-get that writes down how it was called. */
class AptGetTest {
  @TempDir private Path directory;
  private Path calls;
  private Path tool;

  @BeforeEach
  void nothingIsInstalledYet() {
    calls = directory.resolve("calls");
    tool = directory.resolve("tool");
  }

  @Test
  void whatCanBeInstalledAtOnceIsInstalledWithoutAnUpdate() throws Exception {
    AptGet aptGet = aptGet("touch " + tool);

    aptGet.install("some-package", () -> Files.exists(tool));

    assertThat(tool).exists();
    assertThat(Files.readAllLines(calls)).singleElement().asString().contains("some-package");
  }

  @Test
  void aMachineWithoutPackageListsIsUpdatedFirst() throws Exception {
    Path lists = directory.resolve("lists");
    AptGet aptGet =
        aptGet(
            """
            case "$*" in
              *update*) touch %1$s ;;
              *) [ -e %1$s ] || exit 100; touch %2$s ;;
            esac
            """
                .formatted(lists, tool));

    aptGet.install("some-package", () -> Files.exists(tool));

    assertThat(tool).exists();
    assertThat(Files.readAllLines(calls)).hasSize(3);
  }

  @Test
  void whatSomebodyElseInstalledMeanwhileIsLeftAlone() throws Exception {
    AptGet aptGet = aptGet("exit 1");

    aptGet.install("some-package", () -> true);

    assertThat(calls).doesNotExist();
  }

  @Test
  void threadsThatAskAtOnceInstallOnce() throws Exception {
    AptGet aptGet = aptGet("touch " + tool);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> askers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        askers.add(
            () -> {
              aptGet.install("some-package", () -> Files.exists(tool));
              return null;
            });
      }
      for (Future<Void> asked : threads.invokeAll(askers)) {
        asked.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(Files.readAllLines(calls)).hasSize(1);
  }

  @Test
  void aFailureSaysWhatAptGetSaid() throws Exception {
    AptGet aptGet = aptGet("echo Unable to locate package; exit 100");

    assertThatThrownBy(() -> aptGet.install("some-package", () -> Files.exists(tool)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with 100")
        .hasMessageContaining("Unable to locate package");
  }

  private AptGet aptGet(String script) throws IOException {
    Path executable = directory.resolve("apt-get");
    Files.writeString(executable, "#!/bin/sh\necho \"$*\" >>%s\n%s\n".formatted(calls, script));
    Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
    return new AptGet(executable, directory.resolve("lock"));
  }
}
