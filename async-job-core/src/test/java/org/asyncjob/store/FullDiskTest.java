package org.asyncjob.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.BlobStoreFullException;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of one mebibyte, which only root can mount. */
final class FullDiskTest {

  private static final int TOO_MUCH = 2 * 1024 * 1024;

  @TempDir private Path temporary;
  private Path small;

  private FileBlobStore storeOn(String options) throws Exception {
    small = Files.createDirectory(temporary.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", small.toString()),
        "a small tmpfs has to be mounted for this, which takes root on Linux");
    return new FileBlobStore(small);
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "--lazy", small.toString());
  }

  @Test
  void whatDoesNotFitIsRefusedAndLeavesNothing() throws Exception {
    FileBlobStore store = storeOn("size=1m");
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      assertThatThrownBy(() -> writer.write(new byte[TOO_MUCH]))
          .isInstanceOf(BlobStoreFullException.class);

      assertThat(files()).isEmpty();
      assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
    }

    assertThat(files()).isEmpty();
  }

  @Test
  void thereIsRoomAgainAfterwards() throws Exception {
    FileBlobStore store = storeOn("size=1m");
    BlobWriter tooLarge = store.create("clip.mp3", "audio/mpeg");
    assertThatThrownBy(() -> tooLarge.write(new byte[TOO_MUCH]))
        .isInstanceOf(BlobStoreFullException.class);

    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(new byte[TOO_MUCH / 4]);
      assertThat(writer.commit().size()).isEqualTo(TOO_MUCH / 4);
    }
  }

  @Test
  void whatWasThereBeforeStaysWhole() throws Exception {
    FileBlobStore store = storeOn("size=1m");
    byte[] bytes = new byte[TOO_MUCH / 8];
    new Random(1).nextBytes(bytes);
    Blob before;
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(bytes);
      before = writer.commit();
    }

    for (int attempt = 0; attempt < 3; attempt++) {
      try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
        assertThatThrownBy(() -> writer.write(new byte[TOO_MUCH]))
            .isInstanceOf(BlobStoreFullException.class);
      }
    }

    assertThat(files()).containsExactly(store.file(before).orElseThrow());
    assertThat(store.file(before).orElseThrow()).hasBinaryContent(bytes);
  }

  @Test
  void theReserveIsLeftForOthers() throws Exception {
    storeOn("size=1m");
    FileBlobStore store = FileBlobStore.builder(small).reserve(500_000).build();
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      assertThatThrownBy(() -> writer.write(new byte[600_000]))
          .isInstanceOf(BlobStoreFullException.class);
    }

    assertThat(stored(store, 400_000).size()).isEqualTo(400_000);
    Files.write(small.resolve("the log of somebody else"), new byte[200_000]);
    assertThatThrownBy(() -> store.create("clip.mp3", "audio/mpeg"))
        .isInstanceOf(BlobStoreFullException.class);
  }

  @Test
  void whatOthersHaveFilledIsNoticedWithoutAReserveToo() throws Exception {
    storeOn("size=1m");
    FileBlobStore store = FileBlobStore.builder(small).reserve(0).build();
    BlobWriter writer = store.create("clip.mp3", "audio/mpeg");
    writer.write(new byte[100_000]);
    Path filler = small.resolve("the log of somebody else");
    assertThatThrownBy(() -> Files.write(filler, new byte[TOO_MUCH]))
        .isInstanceOf(IOException.class);

    assertThatThrownBy(
            () -> {
              writer.write(new byte[TOO_MUCH]);
              writer.commit();
            })
        .isInstanceOf(BlobStoreFullException.class);

    assertThat(files()).containsExactly(filler);
    Files.delete(filler);
    assertThat(stored(store, 400_000).size()).isEqualTo(400_000);
  }

  private static Blob stored(FileBlobStore store, int size) throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(new byte[size]);
      return writer.commit();
    }
  }

  @Test
  void aFileThatDoesNotFitStaysWhereItWas() throws Exception {
    FileBlobStore store = storeOn("size=1m");
    Path file = Files.write(temporary.resolve("made.mp3"), new byte[TOO_MUCH]);

    assertThatThrownBy(() -> store.move(file, "clip.mp3", "audio/mpeg"))
        .isInstanceOf(BlobStoreFullException.class);

    assertThat(file).hasSize(TOO_MUCH);
    assertThat(files()).isEmpty();
  }

  @Test
  void aFileOfAnotherFileSystemThatFitsIsCopiedAndGone() throws Exception {
    FileBlobStore store = storeOn("size=1m");
    Path file = Files.write(temporary.resolve("made.mp3"), new byte[1000]);

    Blob blob = store.move(file, "clip.mp3", "audio/mpeg");

    assertThat(store.file(blob).orElseThrow()).hasSize(1000);
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileSystemThatTakesNoMoreFilesIsFullToo() throws Exception {
    FileBlobStore store = storeOn("size=1m,nr_inodes=6");

    assertThatThrownBy(
            () -> {
              for (int number = 0; number < 6; number++) {
                try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
                  writer.commit();
                }
              }
            })
        .isInstanceOf(BlobStoreFullException.class);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(small)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .toList();
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
