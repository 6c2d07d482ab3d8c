package org.asyncjob.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.DirectUploads;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Keeps each blob as an object of a bucket. Safe for many threads, and for many processes that
 * share the bucket.
 *
 * <p>A blob is uploaded while it is written, in parts, so that a writer has one part in memory and
 * no more; what fits into one part is one request. Nothing is visible before {@code commit}, and an
 * upload that fails is aborted. One that was not aborted, as its process died, is when a day has
 * passed and {@link #sweep} is called.
 *
 * <p>A download that breaks off in the middle is taken up where it broke off, a few times.
 *
 * <p>A thread that is interrupted while it writes or reads gets a {@link
 * java.nio.channels.ClosedByInterruptException}, at the latest when the request that is under way
 * ends.
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {

  /** 8 MiB. */
  public static final int DEFAULT_PART_SIZE = 8 * 1024 * 1024;

  private final Bucket bucket;
  private final int partSize;
  private final Optional<Links> links;
  private final Optional<DirectUploads> uploads;
  private final Runnable ending;

  private S3BlobStore(Builder builder) {
    bucket = new Bucket(builder.client, builder.bucket, builder.prefix);
    partSize = builder.partSize;
    links = Optional.ofNullable(builder.presigner).map(given -> new Links(given, bucket));
    uploads =
        Optional.ofNullable(builder.presigner)
            .map(given -> new PresignedUploads(given, bucket, builder.uploadChecksums));
    ending = builder.ending;
  }

  /**
   * Starts to describe a store in a bucket, for which a client was made already. The client stays
   * its maker's: the store does not close it. What the client is made with, as time-outs and
   * retries, is how patient the store is.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public static Builder builder(S3Client client, String bucket) {
    return new Builder(client, bucket);
  }

  /**
   * Starts to describe a store at an address, with a client of its own.
   *
   * @param location {@code s3://bucket} or {@code s3://bucket/prefix}
   * @throws IllegalArgumentException if it has another form
   */
  public static S3Connection at(URI location) {
    return new S3Connection(location);
  }

  /**
   * Asks whether the bucket is there and answers to these credentials, to hear of a wrong setting
   * when the application starts.
   *
   * @throws IOException if not; it says what to do
   */
  public void check() throws IOException {
    bucket.ask(client -> client.headBucket(request -> request.bucket(bucket.name())));
  }

  @Override
  public BlobWriter create(String filename, String mediaType) {
    return new S3BlobWriter(new Upload(bucket, mediaType), partSize, filename, mediaType);
  }

  @Override
  public Blob move(Path file, String filename, String mediaType) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(file.toString(), null, "only a regular file can be a blob");
      }
      throw new NoSuchFileException(file.toString());
    }
    Blob blob;
    try (InputStream in = Files.newInputStream(file);
        BlobWriter writer = create(filename, mediaType)) {
      in.transferTo(writer);
      blob = writer.commit();
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      bucket.undo(e, () -> delete(blob));
      throw e;
    }
    return blob;
  }

  @Override
  public InputStream open(Blob blob, long offset) throws IOException {
    if (offset < 0 || offset > blob.size()) {
      throw new IllegalArgumentException(
          "offset " + offset + " is not within 0 to " + blob.size() + ", the size of the blob");
    }
    String object =
        bucket.object(blob.key()).orElseThrow(() -> new NoSuchFileException(blob.key()));
    return ObjectStream.open(bucket, object, blob.size(), offset);
  }

  /** Returns nothing: no blob is in a local file. */
  @Override
  public Optional<Path> file(Blob blob) {
    return Optional.empty();
  }

  @Override
  public void delete(Blob blob) throws IOException {
    Optional<String> object = bucket.object(blob.key());
    if (object.isPresent()) {
      bucket.delete(object.get());
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The clock of the object store says how old a blob is. One that was uploaded in parts stays a
   * day longer: such an object is as old as the beginning of its upload, which may have taken up to
   * a day. What other applications keep under the same prefix stays.
   */
  @Override
  public int sweep(Instant committedBefore, Function<Set<String>, Set<String>> referenced)
      throws IOException {
    Sweep sweep = new Sweep(bucket, committedBefore);
    sweep.abortUploads();
    return sweep.deleteObjects(referenced);
  }

  /**
   * Returns a presigned URL, if the store was given what makes them. It is valid for a week at
   * most, and as long as the credentials that it was signed with.
   *
   * @param validity more than zero
   */
  @Override
  public Optional<URI> link(Blob blob, Duration validity) {
    return links.flatMap(given -> given.to(blob, validity));
  }

  /**
   * Returns what lets clients put objects into the bucket by presigned URLs, if the store was given
   * what makes them. Objects of up to 5 GiB; their length is part of the signature, and their
   * SHA-256 with {@link Builder#uploadChecksums}.
   */
  @Override
  public Optional<DirectUploads> uploads() {
    return uploads;
  }

  /**
   * Returns the origin of the presigned URLs, e.g. {@code https://minio.example.org:9000}, for what
   * has to allow it by name: the content security policy of pages that play or show results. Asks
   * nobody, unless credentials have to be fetched.
   *
   * @return nothing if the store hands out no links, or cannot sign any
   */
  public Optional<URI> linkOrigin() {
    return links.flatMap(Links::origin);
  }

  /** Closes the client if the store has made it ({@link #at}); no method may be called after. */
  @Override
  public void close() {
    ending.run();
  }

  /** Describes a store. Not safe for many threads. */
  public static final class Builder {

    private static final int SMALLEST_PART = 5 * 1024 * 1024;

    private final S3Client client;
    private final String bucket;
    private String prefix = "";
    private int partSize = DEFAULT_PART_SIZE;
    private @Nullable S3Presigner presigner;
    private boolean uploadChecksums;
    private Runnable ending = () -> {};

    private Builder(S3Client client, String bucket) {
      if (bucket.isBlank()) {
        throw new IllegalArgumentException("the name of a bucket is missing");
      }
      this.client = client;
      this.bucket = bucket;
    }

    /**
     * Sets what all names of objects begin with; nothing by default. A slash is put at its end
     * where it has none.
     */
    public Builder prefix(String prefix) {
      this.prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
      return this;
    }

    /**
     * Sets how many bytes a part has, 8 MiB by default: what each writer has in memory. S3 takes
     * 10,000 parts, so a blob can have 80 GB by default.
     *
     * @param bytes 5 MiB, the least that S3 allows, or more
     */
    public Builder partSize(int bytes) {
      if (bytes < SMALLEST_PART) {
        throw new IllegalArgumentException(
            "partSize " + bytes + " is below " + SMALLEST_PART + ", the least that S3 allows");
      }
      this.partSize = bytes;
      return this;
    }

    /**
     * Has the store hand out links (presigned URLs), at which whoever has one reads the blob from
     * the object store itself, or writes it ({@link S3BlobStore#uploads}); without this it hands
     * out none. The endpoint of the presigner has to be one that clients reach. It stays its
     * maker's: the store does not close it.
     */
    public Builder presigner(S3Presigner presigner) {
      this.presigner = presigner;
      return this;
    }

    /**
     * Has the object store refuse what clients put there if its SHA-256 is not what was announced
     * ({@code x-amz-checksum-sha256}). Amazon's knows that; some others refuse every request with
     * it, so it is off by default, and other bytes are noticed when they are read.
     */
    public Builder uploadChecksums(boolean uploadChecksums) {
      this.uploadChecksums = uploadChecksums;
      return this;
    }

    Builder closing(Runnable ending) {
      this.ending = ending;
      return this;
    }

    /** Returns the store; the bucket is not asked for anything yet. */
    public S3BlobStore build() {
      return new S3BlobStore(this);
    }
  }
}
