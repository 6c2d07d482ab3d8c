package org.asyncjob.store;

import java.nio.file.Path;
import org.asyncjob.spi.BlobWriter;

/** A process that has written a part of a blob: it commits when told to, or dies when not. */
final class UnfinishedUpload {

  private UnfinishedUpload() {}

  public static void main(String[] arguments) throws Exception {
    FileBlobStore store = new FileBlobStore(Path.of(arguments[0]));
    BlobWriter writer = store.create("clip.mp4", "video/mp4");
    writer.write(new byte[100_000]);
    writer.flush();
    System.out.println("written");
    if (System.in.read() != 'c') {
      Runtime.getRuntime().halt(1);
    }
    System.out.println(writer.commit().size());
  }
}
