package org.asyncjob.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.store.FileBlobStore;

/** Sound as it is; subclasses break one thing. */
class BrokenBlobStore implements BlobStore {

  final BlobStore sound;
  private final Path directory;

  BrokenBlobStore(Path directory) throws IOException {
    this.directory = directory;
    sound = new FileBlobStore(directory);
  }

  @Override
  public BlobWriter create(String filename, String mediaType) throws IOException {
    return sound.create(filename, mediaType);
  }

  @Override
  public Blob move(Path file, String filename, String mediaType) throws IOException {
    return sound.move(file, filename, mediaType);
  }

  @Override
  public InputStream open(Blob blob, long offset) throws IOException {
    return sound.open(blob, offset);
  }

  @Override
  public Optional<Path> file(Blob blob) {
    return sound.file(blob);
  }

  @Override
  public void delete(Blob blob) throws IOException {
    sound.delete(blob);
  }

  @Override
  public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
      throws IOException {
    return sound.sweep(committedBefore, referenced);
  }

  @Override
  public Optional<URI> link(Blob blob, Duration validity) {
    return sound.link(blob, validity);
  }

  final Path blobs() {
    return directory.resolve("blobs");
  }

  static Blob remember(Map<String, Blob> byName, Blob blob) {
    byName.put(blob.filename(), blob);
    return blob;
  }
}
