package org.asyncjob.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.spi.JobListener;

/** Tells of the changes of jobs, those of each job in the order in which they were made. */
final class Announcements {

  private static final int STRIPES = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Consumer<Job> first;
  private final List<Audience> audiences = new ArrayList<>();

  /** Two changes of one job are made and told of under one of these, one after the other. */
  private final List<Object> stripes = Stream.generate(Object::new).limit(STRIPES).toList();

  /** Jobs of which it is not certain yet whether they are accepted. */
  private final Set<JobId> offered = ConcurrentHashMap.newKeySet();

  /**
   * Creates it.
   *
   * @param first hears of every change at once, on the thread that made it
   * @param listeners hear of it later
   */
  Announcements(Consumer<Job> first, List<JobListener> listeners) {
    this.first = first;
    listeners.forEach(listener -> audiences.add(new Audience(listener, audiences.size() + 1)));
  }

  /** A job was stored, and is about to be handed on; it may begin before that has returned. */
  void offered(Job job) {
    if (!audiences.isEmpty()) {
      offered.add(job.id());
    }
  }

  /** A job that was offered is accepted. */
  void accepted(Job job) {
    if (!audiences.isEmpty()) {
      synchronized (stripe(job)) {
        tellAccepted(job);
      }
    }
  }

  /** A job that was offered is refused. */
  void refused(Job job) {
    offered.remove(job.id());
  }

  /**
   * Makes a change and tells of it.
   *
   * @param write returns whether it was made
   * @return what {@code write} returns
   */
  boolean change(Job before, Job after, BooleanSupplier write) {
    boolean isMade =
        audiences.isEmpty() ? write.getAsBoolean() : isMadeInTurn(before, after, write);
    if (isMade) {
      first.accept(after);
    }
    return isMade;
  }

  private boolean isMadeInTurn(Job before, Job after, BooleanSupplier write) {
    synchronized (stripe(before)) {
      boolean isMade = write.getAsBoolean();
      if (isMade) {
        tellAccepted(before); // a worker may be faster than the submitter
        audiences.forEach(audience -> audience.tell(listener -> listener.changed(before, after)));
      }
      return isMade;
    }
  }

  private void tellAccepted(Job job) {
    if (offered.remove(job.id())) {
      audiences.forEach(audience -> audience.tell(listener -> listener.accepted(job)));
    }
  }

  /** Lets everybody hear what there was to be heard, for a while. */
  void close() {
    audiences.forEach(audience -> audience.close(PATIENCE));
  }

  private Object stripe(Job job) {
    return stripes.get(Math.floorMod(job.id().hashCode(), STRIPES));
  }
}
