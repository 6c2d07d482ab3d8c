package org.asyncjob.s3;

import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;

/** A process with little memory that stores a large blob and reads it again. */
final class LargeBlob {

  private static final int PIECE = 64 * 1024;

  private LargeBlob() {}

  public static void main(String[] arguments) throws Exception {
    long size = Long.parseLong(arguments[2]);
    try (S3BlobStore store =
        S3BlobStore.at(URI.create("s3://" + arguments[1]))
            .endpoint(URI.create(arguments[0]))
            .region("eu-central-1")
            .pathStyle(true)
            .credentials(S3Server.ID, S3Server.SECRET)
            .open()) {
      MessageDigest written = MessageDigest.getInstance("SHA-256");
      Blob blob;
      try (BlobWriter writer = store.create("long.mp4", "video/mp4")) {
        byte[] piece = new byte[PIECE];
        Random random = new Random(size);
        for (long done = 0; done < size; done += PIECE) {
          random.nextBytes(piece);
          writer.write(piece);
          written.update(piece);
        }
        blob = writer.commit();
      }
      byte[] hash = written.digest();
      boolean same =
          HexFormat.of().formatHex(hash).equals(blob.sha256())
              && Arrays.equals(hash, digest(store, blob));
      System.out.println(blob.size() + (same ? " bytes there and back" : " other bytes"));
    }
  }

  private static byte[] digest(S3BlobStore store, Blob blob) throws Exception {
    MessageDigest read = MessageDigest.getInstance("SHA-256");
    try (InputStream in = store.open(blob, 0)) {
      byte[] piece = new byte[PIECE];
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        read.update(piece, 0, length);
      }
    }
    return read.digest();
  }
}
