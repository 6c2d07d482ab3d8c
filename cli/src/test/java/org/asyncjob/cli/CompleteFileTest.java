package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleteFileTest {

  @TempDir private Path directory;

  @Test
  void itHasItsNameOnlyWhenItIsComplete() throws IOException {
    Path target = directory.resolve("a.mp3");

    try (CompleteFile file = CompleteFile.of(target, false)) {
      Files.writeString(file.temporary(), "complete");
      assertThat(target).doesNotExist();
      file.publish();
    }

    assertThat(target).hasContent("complete");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatAppearedMeanwhileIsNotReplacedUnlessAsked() throws IOException {
    Path target = directory.resolve("a.mp3");

    try (CompleteFile file = CompleteFile.of(target, false)) {
      Files.writeString(target, "somebody else's");
      assertThatThrownBy(file::publish)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("exists already; use --force");
    }
    assertThat(target).hasContent("somebody else's");

    try (CompleteFile file = CompleteFile.of(target, true)) {
      Files.writeString(file.temporary(), "ours");
      file.publish();
    }
    assertThat(target).hasContent("ours");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.writeString(directory.resolve("real.mp3"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.mp3"), real);

    try (CompleteFile file = CompleteFile.of(link, true)) {
      Files.writeString(file.temporary(), "new");
      file.publish();
    }

    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }
}
