package org.asyncjob.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.asyncjob.Blob;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.BlobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Blob stores that break sweep or link. */
final class BlobSweepingBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(BlobStoreContract.class, BlobSweepingBitesTest.class);
  }

  @CaughtBy("Sweep.whatIsOldAndNobodysGoes")
  static final class NeverSweeps extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          return 0;
        }
      };
    }
  }

  @CaughtBy("Sweep.whatIsOldAndNobodysGoes")
  static final class CountsWhatItHasLookedAt extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          return sound.sweep(committedBefore, referenced) + 1;
        }
      };
    }
  }

  @CaughtBy("Sweep.whatAJobRefersToStays")
  static final class AsksNobody extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          return sound.sweep(committedBefore, keys -> Set.of());
        }
      };
    }
  }

  @CaughtBy("Sweep.whatAJobRefersToStays")
  static final class DeletesWhatIsReferredTo extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          return sound.sweep(
              committedBefore,
              keys -> {
                Set<String> rest = new HashSet<>(keys);
                rest.removeAll(referenced.apply(keys));
                return rest;
              });
        }
      };
    }
  }

  @CaughtBy("Sweep.whatIsYoungStays")
  static final class SweepsWhatIsYoung extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          return sound.sweep(Instant.MAX, referenced);
        }
      };
    }
  }

  @CaughtBy("Sweep.aBlobIsAsOldAsItsMoveNotAsItsFile")
  static final class KeepsTheTimeOfTheFile extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Blob move(Path file, String filename, String mediaType) throws IOException {
          FileTime time = Files.getLastModifiedTime(file);
          Blob blob = sound.move(file, filename, mediaType);
          Files.setLastModifiedTime(file(blob).orElseThrow(), time);
          return blob;
        }
      };
    }
  }

  @CaughtBy("Sweep.whatIsBeingWrittenIsNotTouched")
  static final class SweepsWhatIsBeingWritten extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          try (Stream<Path> files = Files.walk(blobs().resolveSibling("incoming"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
              Files.delete(file);
            }
          }
          return sound.sweep(committedBefore, referenced);
        }
      };
    }
  }

  @CaughtBy("Sweep.whenNobodyKnowsWhatIsReferredToEverythingStays")
  static final class TakesNoAnswerForNothing extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          return sound.sweep(
              committedBefore,
              keys -> {
                try {
                  return referenced.apply(keys);
                } catch (JobStoreException e) {
                  return Set.of();
                }
              });
        }
      };
    }
  }

  @CaughtBy("Sweep.whileOneSweepsOthersWrite")
  static final class SweepsWithoutMercy extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
            throws IOException {
          return sound.sweep(Instant.MAX, keys -> Set.of());
        }
      };
    }
  }

  @CaughtBy("Link.anAddressIsAbsoluteAndNoFile")
  static final class HandsOutPaths extends BlobStoreContract {
    @TempDir private Path directory;

    @Override
    protected BlobStore newStore() throws Exception {
      return new BrokenBlobStore(directory) {
        @Override
        public Optional<URI> link(Blob blob, Duration validity) {
          return sound.file(blob).map(Path::toUri);
        }
      };
    }
  }
}
