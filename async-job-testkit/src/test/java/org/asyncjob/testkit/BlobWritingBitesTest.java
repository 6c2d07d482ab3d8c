package org.asyncjob.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
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

/** Blob stores that break create or the writer. */
final class BlobWritingBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(BlobStoreContract.class, BlobWritingBitesTest.class);
  }

  @CaughtBy("Create.whatWasWrittenIsReadBack")
  static final class SaysTheWrongSize extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              return new Blob(
                  blob.key(), blob.size() + 1, blob.sha256(), blob.filename(), blob.mediaType());
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.theHashIsTheOneThatTheStandardNamesForThisText")
  static final class SaysTheWrongHash extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              return new Blob(
                  blob.key(), blob.size(), "0".repeat(64), blob.filename(), blob.mediaType());
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.theHashIsTheOneThatTheStandardNamesForThisText")
  static final class SaysTheHashInCapitals extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              return new Blob(
                  blob.key(),
                  blob.size(),
                  blob.sha256().toUpperCase(Locale.ROOT),
                  blob.filename(),
                  blob.mediaType());
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.whatWasWrittenIsReadBack")
  static final class ForgetsTheName extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              return new Blob(blob.key(), blob.size(), blob.sha256(), blob.key(), blob.mediaType());
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.whatWasWrittenIsReadBack")
  static final class ForgetsTheMediaType extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              return new Blob(
                  blob.key(),
                  blob.size(),
                  blob.sha256(),
                  blob.filename(),
                  "application/octet-stream");
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.aBlobMayBeEmpty")
  static final class RefusesToKeepNothing extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              if (blob.size() == 0) {
                throw new IOException("empty");
              }
              return blob;
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.aBlobMayBeWrittenInPiecesOfAnySize")
  static final class IgnoresWhereInTheArrayToStart extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              sound.write(bytes, 0, length);
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.whatWasClosedCannotBeCommitted")
  static final class CommitsWhatWasClosed extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public void close() {}
          };
        }
      };
    }
  }

  @CaughtBy("Create.closingAfterCommitDoesNothing")
  static final class DeletesWhenItIsClosedAfterCommit extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          BlobStore store = this;
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            private Optional<Blob> made = Optional.empty();

            @Override
            public Blob commit() throws IOException {
              made = Optional.of(sound.commit());
              return made.get();
            }

            @Override
            public void close() throws IOException {
              if (made.isPresent()) {
                store.delete(made.get());
              }
              sound.close();
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.memoryDoesNotGrowWithTheSizeOfABlob")
  static final class KeepsBlobsInMemory extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            private final ByteArrayOutputStream all = new ByteArrayOutputStream();

            @Override
            public void write(byte[] bytes, int offset, int length) {
              all.write(bytes, offset, length);
            }

            @Override
            public Blob commit() throws IOException {
              all.writeTo(sound);
              return sound.commit();
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.memoryDoesNotGrowWithTheSizeOfABlob")
  static final class ReadsBlobsIntoMemory extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          try (InputStream in = sound.open(blob, offset)) {
            return new ByteArrayInputStream(in.readAllBytes());
          }
        }
      };
    }
  }

  @CaughtBy("Create.blobsOfTheSameNameAndBytesAreIndependent")
  static final class KeepsEqualBytesOnce extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        private final Map<String, Blob> byHash = new ConcurrentHashMap<>();

        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              return byHash.computeIfAbsent(blob.sha256(), hash -> blob);
            }
          };
        }
      };
    }
  }

  @CaughtBy("Create.aNameNeverDecidesWhereBytesAreStored")
  static final class StoresUnderTheName extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        private final Map<String, Blob> byName = new ConcurrentHashMap<>();

        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public Blob commit() throws IOException {
              Blob blob = sound.commit();
              return remember(byName, blob);
            }
          };
        }

        @Override
        public InputStream open(Blob blob, long offset) throws IOException {
          return sound.open(byName.getOrDefault(blob.filename(), blob), 0);
        }
      };
    }
  }

  @CaughtBy("Create.aNameNeverDecidesWhereBytesAreStored")
  static final class CleansTheName extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return sound.create(filename.replaceAll("[^a-z.]", "_"), mediaType);
        }
      };
    }
  }

  @CaughtBy("Create.aNameIsNoPartOfThePath")
  static final class PutsTheNameIntoThePath extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Optional<Path> file(Blob blob) {
          return sound.file(blob).map(file -> file.resolveSibling(blob.filename()));
        }
      };
    }
  }

  @CaughtBy("Create.threadsThatWriteAtOnceGetTheirOwnBytes")
  static final class SharesABuffer extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        private final byte[] shared = new byte[200_000];

        @Override
        public BlobWriter create(String filename, String mediaType) throws IOException {
          return new BrokenBlobWriter(sound.create(filename, mediaType)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              System.arraycopy(bytes, offset, shared, 0, length);
              BrokenJobStore.pause();
              sound.write(shared, 0, length);
            }
          };
        }
      };
    }
  }
}
