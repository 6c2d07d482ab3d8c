package org.asyncjob.engine;

/** A watch that was kept on a job; closing it ends it. Safe for many threads. */
@FunctionalInterface
public interface Watch extends AutoCloseable {

  /** Ends the watch; the watcher hears nothing more, save for a call that is under way. */
  @Override
  void close();
}
