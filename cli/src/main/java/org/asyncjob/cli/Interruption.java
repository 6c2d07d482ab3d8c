package org.asyncjob.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the thread that works, and lets it clean up before
 * the process ends. The JVM ends with 128 plus the signal's number then, whatever the work returns.
 */
final class Interruption {

  /** Time to end ffmpeg, delete what is unfinished, and tell a server. */
  private static final int SECONDS_TO_CLEAN_UP = 10;

  private Interruption() {}

  /**
   * Does the work on the calling thread and returns what it returned; does not return while the JVM
   * is ending.
   */
  static int whileWorking(IntSupplier work) {
    CountDownLatch cleanedUp = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    Thread hook = new Thread(() -> interrupt(worker, cleanedUp), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.getAsInt();
    } finally {
      cleanedUp.countDown();
      removed(hook);
    }
  }

  private static void interrupt(Thread worker, CountDownLatch cleanedUp) {
    worker.interrupt();
    try {
      boolean inTime = cleanedUp.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("mp4tomp3: could not clean up in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removed(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, because of a signal: its exit code is the right one.
      return;
    }
  }
}
