package org.asyncjob.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A server, a bucket of its own for each test, and a look at what is really in it. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class S3Test {

  static final int PART = 5 * 1024 * 1024;

  @TempDir private static Path objects;
  static S3Server server;
  static S3Client client;

  String bucket;
  S3BlobStore store;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(objects);
    client = server.client();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
  }

  @BeforeEach
  final void open() throws Exception {
    bucket = server.newBucket();
    store = server.connection(bucket + "/blobs").open();
  }

  @AfterEach
  final void close() {
    store.close();
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  Blob stored(byte[] bytes) throws IOException {
    return stored(store, bytes);
  }

  static Blob stored(S3BlobStore store, byte[] bytes) throws IOException {
    try (BlobWriter writer = store.create("clip.mp3", "audio/mpeg")) {
      writer.write(bytes);
      return writer.commit();
    }
  }

  byte[] read(Blob blob, long offset) throws IOException {
    try (InputStream in = store.open(blob, offset)) {
      return in.readAllBytes();
    }
  }

  /** Beside its own objects, S3Proxy shows what uploads have sent. */
  List<S3Object> objects() {
    return client.listObjectsV2(request -> request.bucket(bucket).prefix("blobs")).contents();
  }

  List<MultipartUpload> uploads() {
    return client.listMultipartUploads(request -> request.bucket(bucket)).uploads();
  }

  String object(Blob blob) {
    return "blobs/" + blob.key();
  }
}
