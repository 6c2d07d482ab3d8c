package org.asyncjob.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does things on as many threads at once. */
final class Together {

  private Together() {}

  /** Returns what each has returned, or thrown. */
  static <T> List<Object> outcomes(List<? extends Callable<T>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<T> future : futures) {
        outcomes.add(outcome(future));
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Object outcome(Future<?> future) throws Exception {
    try {
      return String.valueOf(future.get(60, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
