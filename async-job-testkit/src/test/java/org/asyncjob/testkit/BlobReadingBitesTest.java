package org.asyncjob.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Blob stores that break move, open, file or delete. */
final class BlobReadingBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(BlobStoreContract.class, BlobReadingBitesTest.class);
  }

  @CaughtBy("Move.theBytesOfTheFileAreReadBackAndTheFileIsGone")
  static final class CopiesInsteadOfMoving extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Blob move(Path file, String filename, String mediaType) throws IOException {
          try (BlobWriter writer = create(filename, mediaType)) {
            Files.copy(file, writer);
            return writer.commit();
          }
        }
      };
    }
  }

  @CaughtBy("Move.anEmptyFileBecomesAnEmptyBlob")
  static final class LosesEmptyFiles extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Blob move(Path file, String filename, String mediaType) throws IOException {
          if (Files.size(file) == 0) {
            throw new IOException("empty");
          }
          return sound.move(file, filename, mediaType);
        }
      };
    }
  }

  @CaughtBy("Move.aFileThatIsNotThereIsAnError")
  static final class MakesABlobOfNoFile extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Blob move(Path file, String filename, String mediaType) throws IOException {
          if (Files.exists(file)) {
            return sound.move(file, filename, mediaType);
          }
          try (BlobWriter writer = create(filename, mediaType)) {
            return writer.commit();
          }
        }
      };
    }
  }

  @CaughtBy("Move.aNameNeverDecidesWhereBytesAreStored")
  static final class TakesTheNameOfTheFile extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Blob move(Path file, String filename, String mediaType) throws IOException {
          return sound.move(file, file.getFileName().toString(), mediaType);
        }
      };
    }
  }

  @CaughtBy("Open.bytesBeforeTheOffsetAreLeftOut")
  static final class IgnoresTheOffset extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          return sound.open(blob, 0);
        }
      };
    }
  }

  @CaughtBy("Open.bytesBeforeTheOffsetAreLeftOut")
  static final class CountsTheOffsetFromOne extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          return sound.open(blob, Math.max(0, offset - 1));
        }
      };
    }
  }

  @CaughtBy("Open.nothingIsLeftAtTheOffsetOfTheEnd")
  static final class RefusesTheOffsetOfTheEnd extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          if (offset == blob.size()) {
            throw new IOException("416");
          }
          return sound.open(blob, offset);
        }
      };
    }
  }

  @CaughtBy("Open.anOffsetFarIntoALongBlobIsMet")
  static final class SkipsAsFarAsABuffer extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          return sound.open(blob, Math.min(offset, 65_536));
        }
      };
    }
  }

  @CaughtBy("Open.anOffsetOutsideOfTheBlobIsRefused")
  static final class TakesAnyOffset extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          return sound.open(blob, Math.max(0, Math.min(offset, blob.size())));
        }
      };
    }
  }

  @CaughtBy("Open.aKeyThatIsNotKnownIsNoSuchFile")
  static final class ReturnsNothingForAnUnknownKey extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          try {
            return sound.open(blob, offset);
          } catch (NoSuchFileException e) {
            return InputStream.nullInputStream();
          }
        }
      };
    }
  }

  @CaughtBy("Open.aBlobMayBeReadByManyThreadsAtOnce")
  static final class SharesOnePosition extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        private final Map<String, InputStream> streams = new ConcurrentHashMap<>();

        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          InputStream mine = sound.open(blob, offset);
          InputStream shared = streams.putIfAbsent(blob.key(), mine);
          return shared == null ? mine : shared;
        }
      };
    }
  }

  @CaughtBy("Open.aKeyNeverLeadsOutOfTheStore")
  static final class TakesAKeyForAPath extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          Path path = blobs().resolve(blob.key());
          return Files.isRegularFile(path) ? Files.newInputStream(path) : sound.open(blob, offset);
        }
      };
    }
  }

  @CaughtBy("File.aKeyNeverLeadsOutOfTheStore")
  static final class HandsOutWhateverAKeySays extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Optional<Path> file(Blob blob) {
          return Optional.of(blobs().resolve(blob.key()));
        }
      };
    }
  }

  @CaughtBy("File.aFileThatIsHandedOutHoldsTheBytes")
  static final class HandsOutAnotherFile extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Optional<Path> file(Blob blob) {
          return sound.file(blob).map(file -> file.resolveSibling("other"));
        }
      };
    }
  }

  @CaughtBy("Delete.aBlobThatWasDeletedIsNoSuchFile")
  static final class KeepsWhatWasDeleted extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public void delete(Blob blob) throws IOException {}
      };
    }
  }

  @CaughtBy("Delete.deletingAgainIsNoError")
  static final class ComplainsOfASecondDelete extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public void delete(Blob blob) throws IOException {
          if (sound.file(blob).isEmpty()) {
            throw new NoSuchFileException(blob.key());
          }
          sound.delete(blob);
        }
      };
    }
  }

  @CaughtBy("Delete.deletingWhatIsNotKnownIsNoErrorAndLeavesOthers")
  static final class ComplainsOfAnUnknownKey extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public void delete(Blob blob) throws IOException {
          if (sound.file(blob).isEmpty()) {
            throw new NoSuchFileException(blob.key());
          }
          sound.delete(blob);
        }
      };
    }
  }

  @CaughtBy("Delete.aKeyNeverLeadsOutOfTheStore")
  static final class DeletesWhateverAKeySays extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public void delete(Blob blob) throws IOException {
          Path path = blobs().resolve(blob.key());
          Files.deleteIfExists(path);
        }
      };
    }
  }

  @CaughtBy("Delete.ofManyThreadsThatDeleteOneBlobNoneFails")
  static final class LooksBeforeItDeletes extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public void delete(Blob blob) throws IOException {
          Optional<Path> file = sound.file(blob);
          BrokenJobStore.pause();
          if (file.isPresent()) {
            Files.delete(file.get());
          }
        }
      };
    }
  }
}
