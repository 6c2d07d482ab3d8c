package org.asyncjob.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobStoreTest {

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void chooseDirectory() {
    directory = temporary.resolve("store");
  }

  private FileBlobStore store() throws IOException {
    return new FileBlobStore(directory);
  }

  private static Blob stored(FileBlobStore store, int size) throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(new byte[size]);
      return writer.commit();
    }
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve(part))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .toList();
    }
  }

  @Test
  void aBlobIsOneFile() throws IOException {
    FileBlobStore store = store();

    Blob blob = stored(store, 10);

    assertThat(files("")).containsExactly(store.file(blob).orElseThrow());
  }

  @Test
  void whatWasCommittedIsThereForTheNextProcess() throws IOException {
    Blob blob = stored(store(), 10);

    try (InputStream in = store().open(blob, 0)) {
      assertThat(in.readAllBytes()).hasSize(10);
    }
  }

  @Test
  void aWriterThatIsClosedWithoutCommitLeavesNothing() throws IOException {
    try (BlobWriter writer = store().create("clip.mp3", "audio/mpeg")) {
      writer.write(new byte[1_000_000]);
      assertThat(files("incoming")).hasSize(1);
    }

    assertThat(files("")).isEmpty();
  }

  @Test
  void aWriterWhoseThreadIsInterruptedLeavesNothingAndCannotCommit() throws IOException {
    try (BlobWriter writer = store().create("clip.mp3", "audio/mpeg")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> writer.write(new byte[1_000_000]))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();

      assertThat(files("")).isEmpty();
      assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IOException.class);
    }
    assertThat(files("")).isEmpty();
  }

  @Test
  void aDeletedBlobLeavesNothing() throws IOException {
    FileBlobStore store = store();

    store.delete(stored(store, 10));

    assertThat(files("")).isEmpty();
  }

  @Test
  void aFileIsMovedNotCopied() throws IOException {
    Path file = Files.write(temporary.resolve("made.mp3"), new byte[1000]);
    Object inode = Files.getAttribute(file, "unix:ino");
    FileBlobStore store = store();

    Blob blob = store.move(file, "clip.mp3", "audio/mpeg");

    assertThat(Files.getAttribute(store.file(blob).orElseThrow(), "unix:ino")).isEqualTo(inode);
  }

  @Test
  void aLinkIsNotTakenForAFile() throws IOException {
    Path file = Files.write(temporary.resolve("made.mp3"), new byte[1000]);
    Path link = Files.createSymbolicLink(temporary.resolve("link.mp3"), file);
    FileBlobStore store = store();

    assertThatThrownBy(() -> store.move(link, "clip.mp3", "audio/mpeg"))
        .hasMessageContaining("regular file");

    assertThat(link).isSymbolicLink();
    assertThat(files("")).isEmpty();
  }

  @Test
  void aBlobThatLostBytesOnTheDiskIsAnError() throws IOException {
    FileBlobStore store = store();
    Blob blob = stored(store, 10);
    Files.write(store.file(blob).orElseThrow(), new byte[9]);

    assertThatThrownBy(() -> store.open(blob, 0).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 9 bytes, but 10 were stored");
  }

  @Test
  void aDirectoryThatCannotBeOneIsNamedAtTheStart() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> new FileBlobStore(file.resolve("below")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("blobs cannot be kept in " + file.resolve("below"))
        .hasMessageContaining("a directory that this process can write");
  }

  /** What a process has left that died while it wrote. */
  @Nested
  class Leftovers {

    @Test
    void thoseOfADeadProcessAreDeletedAtTheNextStart() throws Exception {
      Process process = upload();
      assertThat(files("incoming")).hasSize(1);
      process.destroyForcibly().waitFor();
      assertThat(files("incoming")).hasSize(1);

      store();

      assertThat(files("")).isEmpty();
      assertThat(locks()).hasSize(1);
    }

    @Test
    void thoseOfALiveProcessStayAndCanBeCommitted() throws Exception {
      Process process = upload();

      store();
      store();

      assertThat(files("incoming")).hasSize(1);
      process.getOutputStream().write('c');
      process.getOutputStream().flush();
      assertThat(process.inputReader().readLine()).isEqualTo("100000");
      assertThat(process.waitFor()).isZero();
      assertThat(files("incoming")).isEmpty();
      assertThat(files("blobs")).hasSize(1);
    }

    @Test
    void thoseOfThisProcessStayEvenFromAnotherProcess() throws Exception {
      try (BlobWriter writer = store().create("clip.mp3", "audio/mpeg")) {
        writer.write(1);
        store();
        Process other = upload();
        other.destroyForcibly().waitFor();

        assertThat(writer.commit().size()).isEqualTo(1);
      }
    }

    private List<Path> locks() throws IOException {
      try (Stream<Path> all = Files.list(directory.resolve("incoming"))) {
        return all.filter(file -> file.toString().endsWith(".lock")).toList();
      }
    }

    private Process upload() throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  UnfinishedUpload.class.getName(),
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine()).isEqualTo("written");
      return process;
    }
  }
}
