package org.asyncjob.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an engine closes when it has closed itself. Filled by one thread, closed by one. */
final class ClosedLast implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClosedLast.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  void add(AutoCloseable part) {
    parts.push(part);
  }

  @Override
  public void close() {
    boolean interrupted = false;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (Exception e) {
        LOG.warn("cannot close {}, which was to be closed with the engine", part, e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
