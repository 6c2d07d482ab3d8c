package org.asyncjob.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.BlobStoreFullException;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store says that it is full before the disk is. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class QuotaTest {

  private static final int QUOTA = 1_000_000;

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void chooseDirectory() {
    directory = temporary.resolve("store");
  }

  private FileBlobStore store() throws IOException {
    return FileBlobStore.builder(directory).quota(QUOTA).build();
  }

  private static Blob stored(FileBlobStore store, int size) throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(new byte[size]);
      return writer.commit();
    }
  }

  private Path file(int size) throws IOException {
    return Files.write(Files.createTempFile(temporary, "made", ".mp3"), new byte[size]);
  }

  private long kept() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void theQuotaCanBeUsedToTheLastByte() throws IOException {
    FileBlobStore store = store();

    stored(store, QUOTA - 10);
    stored(store, 10);

    assertThat(kept()).isEqualTo(QUOTA);
    assertThatThrownBy(() -> store.create("clip.mp3", "audio/mpeg"))
        .isInstanceOf(BlobStoreFullException.class);
  }

  @Test
  void whoeverWritesBeyondItIsStoppedAndLeavesNothing() throws IOException {
    FileBlobStore store = store();
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      assertThatThrownBy(
              () -> {
                for (int written = 0; written <= QUOTA; written += 1000) {
                  writer.write(new byte[1000]);
                }
                writer.commit();
              })
          .isInstanceOf(BlobStoreFullException.class)
          .cause()
          .hasMessageContaining("above their quota of 1000000");
      assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
    }

    assertThat(kept()).isZero();
    stored(store, QUOTA);
  }

  @Test
  void whatIsBeingWrittenCounts() throws IOException {
    FileBlobStore store = store();
    try (BlobWriter first = store.create("clip.mp3", "audio/mpeg")) {
      first.write(new byte[QUOTA - 100_000]);
      first.flush();

      assertThatThrownBy(() -> stored(store, 100_001)).isInstanceOf(BlobStoreFullException.class);
      stored(store, 100_000);
    }

    stored(store, QUOTA - 100_000);
  }

  @Test
  void aFileAboveItStaysWhereItWas() throws IOException {
    FileBlobStore store = store();
    Path file = file(QUOTA + 1);

    assertThatThrownBy(() -> store.move(file, "clip.mp3", "audio/mpeg"))
        .isInstanceOf(BlobStoreFullException.class);

    assertThat(file).hasSize(QUOTA + 1);
    store.move(file(QUOTA), "clip.mp3", "audio/mpeg");
    assertThat(kept()).isEqualTo(QUOTA);
  }

  @Test
  void whatIsDeletedMakesRoomOnce() throws IOException {
    FileBlobStore store = store();
    Blob blob = stored(store, QUOTA);

    store.delete(blob);
    store.delete(blob);

    stored(store, QUOTA);
    assertThatThrownBy(() -> stored(store, 1)).isInstanceOf(BlobStoreFullException.class);
  }

  @Test
  void whatIsSweptMakesRoom() throws IOException {
    FileBlobStore store = store();
    stored(store, QUOTA);

    assertThat(store.sweep(Instant.MAX, keys -> Set.of())).isEqualTo(1);

    stored(store, QUOTA);
  }

  @Test
  void whatWasThereBeforeCounts() throws IOException {
    stored(store(), QUOTA - 10);

    FileBlobStore reopened = store();

    assertThatThrownBy(() -> stored(reopened, 11)).isInstanceOf(BlobStoreFullException.class);
    stored(reopened, 10);
  }

  @Test
  void moreThanTheQuotaIsKeptWhenThatIsLowered() throws IOException {
    Blob blob = stored(new FileBlobStore(directory), QUOTA + 1);
    FileBlobStore store = store();

    assertThatThrownBy(() -> stored(store, 1)).isInstanceOf(BlobStoreFullException.class);

    assertThat(store.file(blob).orElseThrow()).hasSize(QUOTA + 1);
    store.delete(blob);
    stored(store, QUOTA);
  }

  @Test
  void whatAnotherProcessHasStoredAndDeletedIsHeardOfWhenSweeping() throws IOException {
    FileBlobStore store = store();
    FileBlobStore other = new FileBlobStore(directory);
    Blob foreign = stored(other, QUOTA);

    store.sweep(Instant.EPOCH, keys -> keys);
    assertThatThrownBy(() -> stored(store, 1)).isInstanceOf(BlobStoreFullException.class);

    other.delete(foreign);
    store.sweep(Instant.EPOCH, keys -> keys);
    stored(store, QUOTA);
  }

  @Test
  void ofManyWhoWriteAtOnceNoMoreGetThroughThanFitAndAllThatFitDo() throws Exception {
    FileBlobStore store = store();
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 10; round++) {
        CountDownLatch start = new CountDownLatch(threads + 1);
        List<Future<Blob>> futures = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          futures.add(
              pool.submit(
                  () -> {
                    start.countDown();
                    start.await();
                    return stored(store, QUOTA / 4);
                  }));
        }
        start.countDown();
        // Counting while files come must not lose any of them.
        store.sweep(Instant.EPOCH, keys -> keys);

        List<Blob> blobs = blobsOf(futures);

        assertThat(kept()).isEqualTo((long) blobs.size() * (QUOTA / 4)).isLessThanOrEqualTo(QUOTA);
        for (Blob blob : blobs) {
          store.delete(blob);
        }
        for (int quarter = 0; quarter < 4; quarter++) {
          blobs.add(stored(store, QUOTA / 4));
        }
        assertThatThrownBy(() -> stored(store, 1)).isInstanceOf(BlobStoreFullException.class);
        for (Blob blob : blobs) {
          store.delete(blob);
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Blob> blobsOf(List<Future<Blob>> futures) throws Exception {
    List<Blob> blobs = new ArrayList<>();
    for (Future<Blob> future : futures) {
      try {
        blobs.add(future.get());
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(BlobStoreFullException.class);
      }
    }
    return blobs;
  }

  @Test
  void whatTheReserveNeedsIsNotWritten() throws IOException {
    FileBlobStore store = FileBlobStore.builder(directory).reserve(Long.MAX_VALUE).build();

    assertThatThrownBy(() -> store.create("clip.mp3", "audio/mpeg"))
        .isInstanceOf(BlobStoreFullException.class)
        .cause()
        .hasMessageContaining("are to stay free");

    assertThat(kept()).isZero();
  }

  @Test
  void aFileThatTakesUpTheDiskAlreadyIsMovedIntoTheReserve() throws IOException {
    FileBlobStore store = FileBlobStore.builder(directory).reserve(Long.MAX_VALUE).build();

    assertThat(store.move(file(1000), "clip.mp3", "audio/mpeg").size()).isEqualTo(1000);
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    FileBlobStore.Builder builder = FileBlobStore.builder(directory);

    assertThatThrownBy(() -> builder.quota(0)).hasMessage("quota 0 is below 1 byte");
    assertThatThrownBy(() -> builder.reserve(-1)).hasMessage("reserve -1 is negative");
  }
}
