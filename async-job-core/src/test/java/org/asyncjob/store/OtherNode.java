package org.asyncjob.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.asyncjob.Blob;
import org.asyncjob.spi.BlobWriter;

/** A process that does with its store what each line of its input says, and answers with a line. */
final class OtherNode {

  private final FileBlobStore store;
  private BlobWriter begun;

  private OtherNode(FileBlobStore store) {
    this.store = store;
  }

  public static void main(String[] arguments) throws Exception {
    OtherNode node = new OtherNode(new FileBlobStore(Path.of(arguments[0])));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(node.answer(line.split(" ", -1)));
    }
  }

  private String answer(String[] words) throws IOException {
    return switch (words[0]) {
      case "store" -> {
        begin(words[1]);
        yield commit();
      }
      case "begin" -> {
        begin(words[1]);
        yield "begun";
      }
      case "commit" -> commit();
      case "read" -> read(blob(words));
      case "delete" -> {
        store.delete(blob(words));
        yield "deleted";
      }
      case "sweep" ->
          Integer.toString(
              store.sweep(
                  InstantSource.system().instant().plusSeconds(3600), keys -> Set.of(words[1])));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private void begin(String size) throws IOException {
    begun = store.create("clip.mp3", "audio/mpeg");
    begun.write(new byte[Integer.parseInt(size)]);
    begun.flush();
  }

  private String commit() throws IOException {
    Blob blob = begun.commit();
    return blob.key() + " " + blob.size() + " " + blob.sha256();
  }

  private String read(Blob blob) {
    try (InputStream in = store.open(blob, 0)) {
      return Integer.toString(in.readAllBytes().length);
    } catch (IOException e) {
      return e.getClass().getName();
    }
  }

  private static Blob blob(String[] words) {
    return new Blob(words[1], Long.parseLong(words[2]), words[3], "clip.mp3", "audio/mpeg");
  }
}
