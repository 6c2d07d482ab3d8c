package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.asyncjob.Job;
import org.asyncjob.engine.JobWatcher;
import org.asyncjob.engine.Watch;
import org.jspecify.annotations.Nullable;

/** One client's stream of Server-Sent Events: an event {@code status} for each change of a job. */
final class StatusStream implements JobWatcher {

  /** At most four events a second. */
  static final Duration PAUSE = Duration.ofMillis(250);

  private final Sse sse;
  private final SseEventSink sink;
  private final ProcessAnswers answers;
  private volatile @Nullable Watch watch;

  StatusStream(Sse sse, SseEventSink sink, ProcessAnswers answers) {
    this.sse = sse;
    this.sink = sink;
    this.answers = answers;
  }

  /** Hands over the watch that is to end when the client has gone. */
  void endWith(Watch watch) {
    this.watch = watch;
  }

  @Override
  public void changed(Job job) {
    if (sink.isClosed()) {
      end();
      return;
    }
    sink.send(event(job))
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                end();
              }
            });
  }

  @Override
  public void ended() {
    sink.close();
  }

  private OutboundSseEvent event(Job job) {
    byte[] document = answers.document(job);
    return sse.newEventBuilder()
        .name("status")
        .id(idOf(job))
        .reconnectDelay(answers.pollEvery(job).toMillis())
        .mediaType(MediaType.TEXT_PLAIN_TYPE)
        .data(String.class, new String(document, StandardCharsets.UTF_8))
        .build();
  }

  /** What a client that comes back says it has seen last. */
  static String idOf(Job job) {
    return job.revision() + "-" + job.progress().percent();
  }

  private void end() {
    Watch current = watch;
    if (current != null) {
      current.close();
    }
    sink.close();
  }
}
