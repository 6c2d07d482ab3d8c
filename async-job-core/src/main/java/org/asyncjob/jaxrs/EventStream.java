package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.asyncjob.Job;
import org.asyncjob.engine.JobFollower;

/**
 * One client that follows a job by Server-Sent Events (HTML standard, section 9.2): an event for
 * each change that it has not seen, a comment where there is none, so that proxies keep the
 * connection and a client that is gone is noticed.
 */
final class EventStream implements JobFollower {

  /** At most four events a second. */
  static final Duration PAUSE = Duration.ofMillis(250);

  static final Duration SILENCE = Duration.ofSeconds(15);

  private static final String NAME = "status";
  private static final Duration RECONNECT_AFTER = Duration.ofSeconds(2);
  private static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8");

  private final SseEventSink sink;
  private final Sse events;
  private final Function<Job, byte[]> document;
  private String seen;

  /**
   * Starts with nothing sent.
   *
   * @param document writes the process resource
   * @param seen the id of the last event that the client has seen, or anything else
   */
  EventStream(SseEventSink sink, Sse events, Function<Job, byte[]> document, String seen) {
    this.sink = sink;
    this.events = events;
    this.document = document;
    this.seen = seen;
  }

  /**
   * What an event is called: another one whenever there is something to tell, and the same on each
   * node. The revision will not do: it counts what is written, also when there is nothing to tell.
   */
  static String id(Job job) {
    return job.state()
        + (job.cancelRequested() ? "c" : "")
        + "-"
        + job.attempt()
        + "-"
        + job.progress().percent()
        + "-"
        + Integer.toHexString(job.progress().phase().hashCode());
  }

  @Override
  public CompletionStage<?> stands(Job job) {
    if (sink.isClosed()) {
      return CompletableFuture.failedFuture(new IllegalStateException("the client is gone"));
    }
    String id = id(job);
    boolean isNews = !id.equals(seen);
    seen = id;
    return sink.send(isNews ? status(id, job) : events.newEventBuilder().comment("").build());
  }

  @Override
  public void ended() {
    sink.close();
  }

  private OutboundSseEvent status(String id, Job job) {
    return events
        .newEventBuilder()
        .name(NAME)
        .id(id)
        .reconnectDelay(RECONNECT_AFTER.toMillis())
        .mediaType(TEXT)
        .data(String.class, new String(document.apply(job), StandardCharsets.UTF_8))
        .build();
  }
}
