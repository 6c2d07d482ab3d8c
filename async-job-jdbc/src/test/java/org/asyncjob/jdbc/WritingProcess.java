package org.asyncjob.jdbc;

import java.nio.file.Path;
import org.asyncjob.Job;

/**
 * A program that writes jobs until it is killed, and prints each write that it was told is done.
 */
final class WritingProcess {

  private static final int THREADS = 8;

  private WritingProcess() {}

  public static void main(String[] arguments) {
    JdbcJobStore store = JdbcJobStore.sqlite(Path.of(arguments[0]));
    for (int thread = 0; thread < THREADS; thread++) {
      new Thread(() -> write(store)).start();
    }
  }

  private static void write(JdbcJobStore store) {
    while (true) {
      Job job = SomeJobs.full();
      store.insert(job);
      print(job);
      Job running = SomeJobs.running(job);
      store.replace(running);
      print(running);
    }
  }

  private static void print(Job job) {
    // One call, or lines of many threads would mix.
    System.out.print(job.id() + " " + job.revision() + "\n");
  }
}
