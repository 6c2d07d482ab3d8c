package org.asyncjob.transcode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One run of ffmpeg or ffprobe, to its end and not beyond: however {@link #finish} ends, the
 * process is gone and both its pipes are read out.
 *
 * <p>The process is started by the thread that reads its standard error and that lives as long as
 * the process does: where the system kills a process together with who has started it, it means
 * that thread.
 */
final class ToolRun implements AutoCloseable {

  /** Takes what the process writes, on a thread of its own, until the stream ends. */
  @FunctionalInterface
  interface Output {
    void read(InputStream stream) throws IOException;
  }

  private static final int LONGEST_LINE = 2000;
  private static final int SECONDS_TO_DIE = 10;

  private final Process process;
  private final CompletableFuture<Void> output;
  private final CompletableFuture<Void> errors;

  private ToolRun(Process process, Output output, CompletableFuture<Void> errors) {
    this.process = process;
    this.output = outputOnThread(process, output);
    this.errors = errors;
  }

  /**
   * Starts the process.
   *
   * @param errorLines takes each line of standard error, cut at 2000 characters
   * @throws IOException if it cannot be started
   */
  static ToolRun start(ProcessBuilder builder, Output output, Consumer<String> errorLines)
      throws IOException {
    ToolRun run = startFed(builder, output, errorLines);
    try {
      run.input().close();
    } catch (IOException e) {
      run.end();
      throw e;
    }
    return run;
  }

  /** Starts the process, which reads what is written to {@link #input}. */
  static ToolRun startFed(ProcessBuilder builder, Output output, Consumer<String> errorLines)
      throws IOException {
    // Set by somebody to debug something else, it would write files beside ours.
    builder.environment().remove("FFREPORT");
    CompletableFuture<Process> started = new CompletableFuture<>();
    CompletableFuture<Void> errors = new CompletableFuture<>();
    startThread("asyncjob-ffmpeg-errors", () -> live(builder, started, errorLines, errors));
    try {
      return new ToolRun(started.join(), output, errors);
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  /** Standard input of the process. */
  OutputStream input() {
    return process.getOutputStream();
  }

  /** Kills the process, which ends what waits for it in other threads. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Kills the process if it still runs, and waits until nothing of it is there any more. */
  @Override
  public void close() {
    end();
  }

  /**
   * Waits for the process to end.
   *
   * @return its exit code
   * @throws IOException what {@link Output#read} threw, which ends the process
   * @throws TimeoutException if it has not ended by the deadline; it is killed then
   * @throws InterruptedException if the thread is interrupted; the process is killed then
   */
  int finish(Deadline deadline) throws IOException, InterruptedException, TimeoutException {
    try {
      output.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      errors.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      if (!process.waitFor(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException("the process has closed its pipes and goes on");
      }
      return process.exitValue();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      end();
    }
  }

  private void end() {
    kill();
    try {
      awaitEvenIfInterrupted(
          CompletableFuture.allOf(
              process.onExit(),
              output.exceptionally(alreadyReported -> null),
              errors.exceptionally(alreadyReported -> null)));
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "process " + process.pid() + " is still there " + SECONDS_TO_DIE + " s after its kill",
          e);
    }
  }

  /**
   * An interrupted caller, too, must find nothing running and nothing written any more. (What the
   * JDK has for time limits without interrupts starts a thread that never ends, and in a server
   * would keep this application's classes for ever.)
   */
  private static void awaitEvenIfInterrupted(CompletableFuture<Void> ended)
      throws ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_DIE);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          ended.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private static void live(
      ProcessBuilder builder,
      CompletableFuture<Process> started,
      Consumer<String> errorLines,
      CompletableFuture<Void> errors) {
    Process process;
    try {
      process = builder.start();
    } catch (Throwable e) {
      started.completeExceptionally(e);
      return;
    }
    Thread.currentThread().setName("asyncjob-ffmpeg-errors-" + process.pid());
    started.complete(process);
    try {
      readLines(process.getErrorStream(), errorLines);
      errors.complete(null);
    } catch (Throwable e) {
      errors.completeExceptionally(e);
    }
    process.onExit().join();
  }

  private static CompletableFuture<Void> outputOnThread(Process process, Output output) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    startThread(
        "asyncjob-ffmpeg-output-" + process.pid(),
        () -> {
          try {
            output.read(process.getInputStream());
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private static void startThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void readLines(InputStream stream, Consumer<String> lines) throws IOException {
    StringBuilder line = new StringBuilder();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    for (int next = reader.read(); next >= 0; next = reader.read()) {
      if (next != '\n' && next != '\r') {
        if (line.length() < LONGEST_LINE) {
          line.append((char) next);
        }
      } else if (!line.isEmpty()) {
        lines.accept(line.toString());
        line.setLength(0);
      }
    }
    if (!line.isEmpty()) {
      lines.accept(line.toString());
    }
  }
}
