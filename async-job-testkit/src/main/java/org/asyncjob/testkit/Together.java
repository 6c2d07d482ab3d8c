package org.asyncjob.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that start at the same moment, over and over: what is needed to lose a race. */
final class Together implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Runs each on a thread of its own, all at once; returns their results in the same order. */
  <T> List<T> call(List<? extends Callable<T>> works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.size());
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> work : works) {
      futures.add(
          threads.submit(
              () -> {
                start.await();
                return work.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  /** Runs one on a thread of its own. */
  <T> Future<T> begin(Callable<T> work) {
    return threads.submit(work);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
