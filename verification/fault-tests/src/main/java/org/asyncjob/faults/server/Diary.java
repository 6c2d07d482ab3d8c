package org.asyncjob.faults.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.asyncjob.Job;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobListener;

/**
 * What a server did, written as it does it, for the one who looks for what is lost or was done
 * twice. A line is one write to the file: a killed process has written it whole or not at all.
 *
 * <p>Lines are words between tabs: the time in milliseconds, node, process, {@code began}, {@code
 * made} or {@code ended}, the job, the attempt, and a nonce or, of {@code ended}, a state.
 */
final class Diary implements JobListener, AutoCloseable {

  private final OutputStream file;
  private final String who;

  private Diary(OutputStream file, String who) {
    this.file = file;
    this.who = who;
  }

  /** Goes on with the diary of a node. */
  static Diary of(Path file, String node) throws IOException {
    return new Diary(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        node + "\t" + ProcessHandle.current().pid());
  }

  /** An attempt has begun. */
  void began(String job, int attempt, String nonce) {
    write("began", job, attempt, nonce);
  }

  /** An attempt has a result and is about to hand it over. */
  void made(String job, int attempt, String nonce) {
    write("made", job, attempt, nonce);
  }

  @Override
  public void changed(Job before, Job after) {
    if (after.state().isFinished() && !before.state().isFinished()) {
      write("ended", after.id().toString(), after.attempt(), word(after.state()));
    }
  }

  private static String word(JobState state) {
    return state.name();
  }

  private void write(String event, String job, int attempt, String what) {
    String line =
        String.join(
                "\t",
                List.of(
                    Long.toString(System.currentTimeMillis()),
                    who,
                    event,
                    job,
                    Integer.toString(attempt),
                    what))
            + "\n";
    try {
      file.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the diary cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
