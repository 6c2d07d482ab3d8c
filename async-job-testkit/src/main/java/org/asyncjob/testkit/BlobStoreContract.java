package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.asyncjob.Blob;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every {@link BlobStore} passes these. Subclass it, return your store, add nothing.
 *
 * <p>What only the keeper of the bytes can see is for its own tests: that a writer closed without
 * commit, or one that failed, leaves nothing behind, and what happens when there is no space.
 */
@Timeout(120)
public abstract class BlobStoreContract {

  private static final long MEBIBYTE = 1024 * 1024;
  private static final Optional<String> HTTP = Optional.of("http");
  private static final int THREADS = 4;
  private static final int ROUNDS = 25;

  @TempDir private Path directory;
  private BlobStore store;
  private Together together;

  /** For subclasses. */
  protected BlobStoreContract() {}

  /** Returns a store without any blob. Called once for each test. */
  protected abstract BlobStore newStore() throws Exception;

  /**
   * Says whether the store can list what it keeps, and so delete what is nobody's. Override it, and
   * say false, only where that is impossible: {@link BlobStore#sweep}'s tests are skipped then.
   */
  protected boolean canSweep() {
    return true;
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = newStore();
    together = new Together();
  }

  @AfterEach
  final void endThreads() {
    together.close();
  }

  private Blob stored(String content) throws IOException {
    return stored(content.getBytes(StandardCharsets.UTF_8), "clip.mp3");
  }

  private Blob stored(byte[] bytes, String filename) throws IOException {
    try (BlobWriter writer = store.create(filename, "audio/mpeg")) {
      writer.write(bytes);
      return writer.commit();
    }
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "made", ".mp3"), content);
  }

  private byte[] read(Blob blob, long offset) throws IOException {
    try (InputStream in = store.open(blob, offset)) {
      return in.readAllBytes();
    }
  }

  private String text(Blob blob, long offset) throws IOException {
    return new String(read(blob, offset), StandardCharsets.UTF_8);
  }

  private void assertHolds(Blob blob, byte[] bytes) throws IOException {
    assertThat(blob.size()).isEqualTo(bytes.length);
    assertThat(blob.sha256()).isEqualTo(Bytes.sha256(bytes));
    assertThat(read(blob, 0)).isEqualTo(bytes);
  }

  private static Blob unknown(String key) {
    return new Blob(key, 10, Bytes.sha256(new byte[10]), "clip.mp3", "audio/mpeg");
  }

  /** {@link BlobStore#create} and {@link BlobWriter}. */
  @Nested
  class Create {

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
      Blob blob = stored("abc");

      assertThat(text(blob, 0)).isEqualTo("abc");
      assertThat(blob.size()).isEqualTo(3);
      assertThat(blob.filename()).isEqualTo("clip.mp3");
      assertThat(blob.mediaType()).isEqualTo("audio/mpeg");
    }

    @Test
    void theHashIsTheOneThatTheStandardNamesForThisText() throws IOException {
      assertThat(stored("abc").sha256())
          .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aBlobMayBeEmpty() throws IOException {
      try (BlobWriter writer = store.create("empty.mp3", "audio/mpeg")) {
        assertHolds(writer.commit(), new byte[0]);
      }
    }

    @Test
    void aBlobMayBeWrittenInPiecesOfAnySize() throws IOException {
      byte[] bytes = Bytes.random(1, 300_000);
      try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
        writer.write(bytes[0]);
        writer.write(bytes, 1, 0);
        writer.write(bytes, 1, 99_999);
        writer.flush();
        writer.write(Arrays.copyOfRange(bytes, 100_000, 299_999));
        writer.write(bytes[299_999]);

        assertHolds(writer.commit(), bytes);
      }
    }

    @Test
    void tenMebibytesAreReadBack() throws IOException {
      byte[] bytes = Bytes.random(2, (int) (10 * MEBIBYTE));

      assertHolds(stored(bytes, "long.mp3"), bytes);
    }

    @Test
    void memoryDoesNotGrowWithTheSizeOfABlob() throws IOException {
      stored("warm up");
      long before = Bytes.usedMemory();
      try (BlobWriter writer = store.create("long.mp3", "audio/mpeg")) {
        Bytes.writePieces(writer, 1024);
        assertThat(Bytes.usedMemory() - before).as("while it is written").isLessThan(32 * MEBIBYTE);
        Blob blob = writer.commit();
        assertThat(Bytes.usedMemory() - before).as("when it is kept").isLessThan(32 * MEBIBYTE);
        try (InputStream in = store.open(blob, 1)) {
          assertThat(in.read()).isNotNegative();
          assertThat(Bytes.usedMemory() - before).as("while it is read").isLessThan(32 * MEBIBYTE);
          assertThat(Bytes.count(in)).isEqualTo(64 * MEBIBYTE - 2);
        }
        store.delete(blob);
      }
    }

    @Test
    void blobsOfTheSameNameAndBytesAreIndependent() throws IOException {
      Blob one = stored("same");
      Blob other = stored("same");

      store.delete(one);

      assertThat(one.key()).isNotEqualTo(other.key());
      assertThat(text(other, 0)).isEqualTo("same");
    }

    @Test
    void closingAfterCommitDoesNothing() throws IOException {
      BlobWriter writer = store.create("clip.mp3", "audio/mpeg");
      writer.write(1);
      Blob blob = writer.commit();
      writer.close();
      writer.close();

      assertHolds(blob, new byte[] {1});
    }

    @Test
    void whatWasClosedCannotBeCommitted() throws IOException {
      BlobWriter writer = store.create("clip.mp3", "audio/mpeg");
      writer.write(1);
      writer.close();

      assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
    }

    @Test
    void closingAgainDoesNothing() throws IOException {
      Blob other = stored("other");
      BlobWriter writer = store.create("clip.mp3", "audio/mpeg");
      writer.write(1);
      writer.close();
      writer.close();

      assertThat(text(other, 0)).isEqualTo("other");
    }

    @Test
    void aBlobThatIsBeingWrittenDoesNotDisturbOthers() throws IOException {
      Blob before = stored("before");
      try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
        writer.write(1);
        Blob meanwhile = stored("meanwhile");

        assertThat(text(before, 0)).isEqualTo("before");
        assertThat(text(meanwhile, 0)).isEqualTo("meanwhile");
        assertHolds(writer.commit(), new byte[] {1});
      }
    }

    @ParameterizedTest
    @MethodSource("org.asyncjob.testkit.BlobStoreContract#hostileNames")
    void aNameNeverDecidesWhereBytesAreStored(String filename) throws IOException {
      Blob first = stored("first".getBytes(StandardCharsets.UTF_8), filename);
      Blob second = stored("second".getBytes(StandardCharsets.UTF_8), filename);

      assertThat(first.filename()).isEqualTo(filename);
      assertThat(text(first, 0)).isEqualTo("first");
      assertThat(text(second, 0)).isEqualTo("second");
    }

    @Test
    void aNameIsNoPartOfThePath() throws IOException {
      Optional<Path> file = store.file(stored(new byte[] {1}, "a-name-for-people"));

      assertThat(file.map(Path::toString).orElse("")).doesNotContain("a-name-for-people");
    }

    @Test
    void threadsThatWriteAtOnceGetTheirOwnBytes() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        List<Callable<Blob>> writers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          byte[] bytes = Bytes.random(thread, 100_000 + thread);
          writers.add(() -> stored(bytes, "clip.mp3"));
        }

        List<Blob> blobs = together.call(writers);

        for (int thread = 0; thread < THREADS; thread++) {
          assertHolds(blobs.get(thread), Bytes.random(thread, 100_000 + thread));
        }
      }
    }
  }

  /** {@link BlobStore#move}. */
  @Nested
  class Move {

    @Test
    void theBytesOfTheFileAreReadBackAndTheFileIsGone() throws IOException {
      Path file = file("made");

      Blob blob = store.move(file, "clip.mp3", "audio/mpeg");

      assertHolds(blob, "made".getBytes(StandardCharsets.UTF_8));
      assertThat(blob.filename()).isEqualTo("clip.mp3");
      assertThat(blob.mediaType()).isEqualTo("audio/mpeg");
      assertThat(file).doesNotExist();
      assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anEmptyFileBecomesAnEmptyBlob() throws IOException {
      Path file = file("");

      assertHolds(store.move(file, "empty.mp3", "audio/mpeg"), new byte[0]);
      assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
      Path file = directory.resolve("missing.mp3");

      assertThatThrownBy(() -> store.move(file, "clip.mp3", "audio/mpeg"))
          .isInstanceOf(IOException.class);
    }

    @Test
    void aDirectoryIsAnErrorAndStays() throws IOException {
      Path made = Files.createDirectory(directory.resolve("made"));
      Files.createFile(made.resolve("inside"));

      assertThatThrownBy(() -> store.move(made, "clip.mp3", "audio/mpeg"))
          .isInstanceOf(IOException.class);

      assertThat(made.resolve("inside")).exists();
    }

    @Test
    void filesOfTheSameNameBecomeDifferentBlobs() throws IOException {
      Blob one = store.move(file("one"), "clip.mp3", "audio/mpeg");
      Blob other = store.move(file("other"), "clip.mp3", "audio/mpeg");

      assertThat(text(one, 0)).isEqualTo("one");
      assertThat(text(other, 0)).isEqualTo("other");
    }

    @ParameterizedTest
    @MethodSource("org.asyncjob.testkit.BlobStoreContract#hostileNames")
    void aNameNeverDecidesWhereBytesAreStored(String filename) throws IOException {
      Blob blob = store.move(file("made"), filename, "audio/mpeg");

      assertThat(blob.filename()).isEqualTo(filename);
      assertThat(text(blob, 0)).isEqualTo("made");
    }
  }

  /** {@link BlobStore#open}. */
  @Nested
  class Open {

    @Test
    void bytesBeforeTheOffsetAreLeftOut() throws IOException {
      Blob blob = stored("0123456789");

      assertThat(text(blob, 0)).isEqualTo("0123456789");
      assertThat(text(blob, 1)).isEqualTo("123456789");
      assertThat(text(blob, 9)).isEqualTo("9");
    }

    @Test
    void nothingIsLeftAtTheOffsetOfTheEnd() throws IOException {
      assertThat(text(stored("0123456789"), 10)).isEmpty();
      assertThat(text(stored(""), 0)).isEmpty();
    }

    @Test
    void anOffsetFarIntoALongBlobIsMet() throws IOException {
      byte[] bytes = Bytes.random(3, (int) (3 * MEBIBYTE));
      int offset = (int) (2 * MEBIBYTE) + 12_345;

      byte[] rest = read(stored(bytes, "long.mp3"), offset);

      assertThat(rest).isEqualTo(Arrays.copyOfRange(bytes, offset, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 11, Long.MIN_VALUE, Long.MAX_VALUE})
    void anOffsetOutsideOfTheBlobIsRefused(long offset) throws IOException {
      Blob blob = stored("0123456789");

      assertThatThrownBy(() -> read(blob, offset)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBlobMayBeReadByManyThreadsAtOnce() throws Exception {
      byte[] bytes = Bytes.random(4, 200_000);
      Blob blob = stored(bytes, "clip.mp3");
      for (int round = 0; round < ROUNDS; round++) {
        List<Callable<byte[]>> readers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          int offset = thread * 10_000;
          readers.add(() -> read(blob, offset));
        }

        List<byte[]> rests = together.call(readers);

        for (int thread = 0; thread < THREADS; thread++) {
          assertThat(rests.get(thread))
              .isEqualTo(Arrays.copyOfRange(bytes, thread * 10_000, bytes.length));
        }
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", ".", "..", "/", "00112233445566778899aabbccddeeff", "no such key", "a\0b"})
    void aKeyThatIsNotKnownIsNoSuchFile(String key) {
      assertThatThrownBy(() -> read(unknown(key), 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aKeyNeverLeadsOutOfTheStore() throws IOException {
      Path secret = file("ten bytes!");

      for (String key : keysThatLeadTo(secret)) {
        assertThatThrownBy(() -> read(unknown(key), 0))
            .as("key %s", key)
            .isInstanceOf(NoSuchFileException.class);
      }
    }
  }

  /** {@link BlobStore#file}. */
  @Nested
  class File {

    @Test
    void aFileThatIsHandedOutHoldsTheBytes() throws IOException {
      byte[] bytes = Bytes.random(5, 100_000);
      Optional<Path> file = store.file(stored(bytes, "clip.mp3"));

      if (file.isPresent()) {
        assertThat(file.get()).isRegularFile().hasBinaryContent(bytes);
      }
    }

    @Test
    void aKeyNeverLeadsOutOfTheStore() throws IOException {
      Path secret = file("ten bytes!");

      for (String key : keysThatLeadTo(secret)) {
        assertThat(store.file(unknown(key)).filter(Files::exists)).as("key %s", key).isEmpty();
      }
    }
  }

  /** {@link BlobStore#delete}. */
  @Nested
  class Delete {

    @Test
    void aBlobThatWasDeletedIsNoSuchFile() throws IOException {
      Blob blob = stored("gone");

      store.delete(blob);

      assertThatThrownBy(() -> read(blob, 0)).isInstanceOf(NoSuchFileException.class);
      assertThat(store.file(blob).filter(Files::exists)).isEmpty();
    }

    @Test
    void aBlobThatWasMovedInIsDeletedLikeAnyOther() throws IOException {
      Blob blob = store.move(file("made"), "clip.mp3", "audio/mpeg");

      store.delete(blob);

      assertThatThrownBy(() -> read(blob, 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void deletingAgainIsNoError() throws IOException {
      Blob blob = stored("gone");

      store.delete(blob);
      store.delete(blob);

      assertThatThrownBy(() -> read(blob, 0)).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", ".", "..", "/", "00112233445566778899aabbccddeeff", "no such key", "a\0b"})
    void deletingWhatIsNotKnownIsNoErrorAndLeavesOthers(String key) throws IOException {
      Blob other = stored("other");

      store.delete(unknown(key));

      assertThat(text(other, 0)).isEqualTo("other");
      assertThat(text(stored("next"), 0)).isEqualTo("next");
    }

    @Test
    void aKeyNeverLeadsOutOfTheStore() throws IOException {
      Path secret = file("ten bytes!");

      for (String key : keysThatLeadTo(secret)) {
        store.delete(unknown(key));
      }

      assertThat(secret).hasContent("ten bytes!");
    }

    @Test
    void ofManyThreadsThatDeleteOneBlobNoneFails() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        Blob blob = stored("gone");
        Callable<Boolean> delete =
            () -> {
              store.delete(blob);
              return true;
            };

        assertThat(together.call(List.of(delete, delete))).containsOnly(true);
      }
    }
  }

  /** {@link BlobStore#sweep}. */
  @Nested
  class Sweep {

    /** By which everything is old; clocks of servers may differ. */
    private final Instant later = InstantSource.system().instant().plus(Duration.ofDays(1));

    /** By which everything is young. */
    private final Instant earlier = InstantSource.system().instant().minus(Duration.ofDays(1));

    @BeforeEach
    void onlyWhereItIsPossible() {
      assumeTrue(canSweep(), "this store cannot list what it keeps");
    }

    @Test
    void whatIsOldAndNobodysGoes() throws IOException {
      Blob one = stored("one");
      Blob other = store.move(file("other"), "clip.mp3", "audio/mpeg");

      assertThat(store.sweep(later, keys -> Set.of())).isEqualTo(2);

      for (Blob blob : List.of(one, other)) {
        assertThatThrownBy(() -> read(blob, 0)).isInstanceOf(NoSuchFileException.class);
      }
      assertThat(store.sweep(later, keys -> Set.of())).as("the second time").isZero();
    }

    @Test
    void whatAJobRefersToStays() throws IOException {
      Blob wanted = stored("wanted");
      Blob moved = store.move(file("moved"), "clip.mp3", "audio/mpeg");
      Blob unwanted = stored("unwanted");
      Set<String> asked = ConcurrentHashMap.newKeySet();

      int deleted =
          store.sweep(
              later,
              keys -> {
                asked.addAll(keys);
                return Set.of(wanted.key(), moved.key(), "a key that was not asked for");
              });

      assertThat(deleted).isEqualTo(1);
      assertThat(asked).containsExactlyInAnyOrder(wanted.key(), moved.key(), unwanted.key());
      assertThat(text(wanted, 0)).isEqualTo("wanted");
      assertThat(text(moved, 0)).isEqualTo("moved");
      assertThatThrownBy(() -> read(unwanted, 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatIsYoungStays() throws IOException {
      Blob young = stored("young");

      assertThat(store.sweep(earlier, keys -> Set.of())).isZero();

      assertThat(text(young, 0)).isEqualTo("young");
    }

    @Test
    void aBlobIsAsOldAsItsMoveNotAsItsFile() throws IOException {
      Path file = file("made");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      Blob young = store.move(file, "clip.mp3", "audio/mpeg");

      assertThat(store.sweep(earlier, keys -> Set.of())).isZero();

      assertThat(text(young, 0)).isEqualTo("made");
    }

    @Test
    void whatIsBeingWrittenIsNotTouched() throws IOException {
      byte[] bytes = Bytes.random(6, (int) (12 * MEBIBYTE));
      try (BlobWriter writer = store.create("long.mp3", "audio/mpeg")) {
        writer.write(bytes, 0, bytes.length - 1);
        writer.flush();

        assertThat(store.sweep(later, keys -> Set.of())).isZero();

        writer.write(bytes[bytes.length - 1]);
        assertHolds(writer.commit(), bytes);
      }
    }

    @Test
    void whenNobodyKnowsWhatIsReferredToEverythingStays() throws IOException {
      Blob blob = stored("whose?");

      assertThatThrownBy(
              () ->
                  store.sweep(
                      later,
                      keys -> {
                        throw new JobStoreException("out of order", new IOException());
                      }))
          .isInstanceOf(JobStoreException.class);

      assertThat(text(blob, 0)).isEqualTo("whose?");
    }

    @Test
    void whileOneSweepsOthersWrite() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        stored("old");
        Blob wanted = stored("wanted");
        Callable<Blob> sweeper =
            () -> {
              store.sweep(earlier, keys -> Set.of());
              store.sweep(later, keys -> keys);
              return wanted;
            };

        for (Blob blob : together.call(List.of(sweeper, () -> stored("wanted")))) {
          assertThat(text(blob, 0)).isEqualTo("wanted");
        }
      }
    }
  }

  /** {@link BlobStore#link}. */
  @Nested
  class Link {

    @Test
    void anAddressIsAbsoluteAndNoFile() throws IOException {
      Optional<URI> link = store.link(stored("abc"), Duration.ofMinutes(1));

      assertThat(link.map(URI::getScheme)).isIn(Optional.empty(), Optional.of("https"), HTTP);
    }
  }

  /** Keys that would name a file outside of the store, if a key were taken for a path. */
  private List<String> keysThatLeadTo(Path secret) throws IOException {
    List<String> keys = new ArrayList<>(List.of(secret.toString(), secret.toUri().toString()));
    Optional<Path> inside = store.file(stored("inside"));
    if (inside.isPresent()) {
      Path real = inside.get().toRealPath();
      Path target = secret.toRealPath();
      for (Path from = real.getParent(); from != null; from = from.getParent()) {
        keys.add(from.relativize(target).toString());
      }
    }
    return keys;
  }

  static List<String> hostileNames() {
    return List.of(
        "../../etc/passwd",
        "a/b",
        "..\\..\\a.mp3",
        "..",
        "",
        " ",
        "-rf",
        "Zoë 日本語 \uD83C\uDFB5.mp3",
        "a\r\nb\0c",
        "CON",
        "%2e%2e%2f",
        "x".repeat(300));
  }
}
