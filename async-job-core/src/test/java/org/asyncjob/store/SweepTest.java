package org.asyncjob.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sweeping does to files; the rules themselves are in the contract. */
final class SweepTest {

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private FileBlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = new FileBlobStore(directory);
  }

  private Path old(String name) throws IOException {
    Path file = Files.write(directory.resolve("blobs").resolve(name), new byte[1]);
    return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  @Test
  void manyAreAskedForInBatchesEachOnce() throws IOException {
    Set<String> wanted = new HashSet<>();
    for (int number = 0; number < 1750; number++) {
      Path file = old(BlobKey.random());
      if (number % 5 == 0) {
        wanted.add(file.getFileName().toString());
      }
    }
    List<String> asked = new ArrayList<>();

    int deleted =
        store.sweep(
            LONG_AGO.plusSeconds(1),
            keys -> {
              assertThat(keys).hasSizeBetween(1, 500);
              asked.addAll(keys);
              return wanted;
            });

    assertThat(deleted).isEqualTo(1400);
    assertThat(asked).hasSize(1750).doesNotHaveDuplicates();
    assertThat(directory.resolve("blobs").toFile().list())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void ofTheSameAgeAsTheLimitIsNotOld() throws IOException {
    Path file = old(BlobKey.random());

    assertThat(store.sweep(LONG_AGO, keys -> Set.of())).isZero();

    assertThat(file).exists();
  }

  @Test
  void whatIsNoBlobIsNotAskedForAndStays() throws IOException {
    Path stranger = old("lost+found.txt");
    Path folder = Files.createDirectory(directory.resolve("blobs").resolve(BlobKey.random()));
    Files.setLastModifiedTime(folder, FileTime.from(LONG_AGO));

    int deleted =
        store.sweep(
            Instant.MAX,
            keys -> {
              throw new AssertionError("asked for " + keys);
            });

    assertThat(deleted).isZero();
    assertThat(stranger).exists();
    assertThat(folder).exists();
  }

  @Test
  void whoeverInterruptsItIsHeard() throws IOException {
    Path file = old(BlobKey.random());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> store.sweep(Instant.MAX, keys -> Set.of()))
        .isInstanceOf(ClosedByInterruptException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).exists();
  }
}
