package org.asyncjob.verification.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolFinderTest {
  @TempDir private Path directory;

  @Test
  void whatIsOnThePathIsUsed() throws Exception {
    Path tool = Files.writeString(directory.resolve("tool"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));

    assertThat(finder().find("tool", "some-package")).isEqualTo(tool);
  }

  @Test
  void whatCannotBeInstalledFailsTheTestAndSaysWhatToDo() throws Exception {
    Files.writeString(directory.resolve("tool"), "not executable");

    assertThatThrownBy(() -> finder().find("tool", "some-package"))
        .isInstanceOf(MissingToolException.class)
        .hasMessageContaining("\"tool\", which is not on the PATH")
        .hasMessageContaining("apt-get install some-package");
  }

  @Test
  void aJudgeIsThereWhenATestAsksForIt() throws Exception {
    Process mp3val =
        new ProcessBuilder(SystemTool.MP3VAL.path().toString()).redirectErrorStream(true).start();

    assertThat(new String(mp3val.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .containsIgnoringCase("usage");
  }

  private ToolFinder finder() {
    return new ToolFinder(new SearchPath(directory.toString()));
  }
}
