package org.asyncjob.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.asyncjob.client.AsyncJobClient;
import org.asyncjob.client.JobServerException;
import org.asyncjob.client.RemoteJob;
import org.asyncjob.client.RequestRefusedException;
import org.asyncjob.client.ServerBusyException;
import org.asyncjob.client.ServerUnreachableException;
import org.asyncjob.client.Submission;

/**
 * Somebody who wants work done and goes on asking until it is: turned away or cut off, it comes
 * back with the same idempotency key, to whichever node serves. Used by one thread.
 */
final class Customer implements AutoCloseable {

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 100;
  private static final int NO_SPACE = 507;
  private static final int UNKNOWN = 404;
  private static final int GONE = 410;

  private final Door door;
  private final Path scratch;
  private final Path clip;
  private final Report report;
  private final Set<Integer> expected;
  private final AsyncJobClient client;

  /** One of a trial's. */
  Customer(Trial trial, Door door) throws IOException {
    this.door = door;
    scratch =
        Files.createTempDirectory(
            Files.createDirectories(trial.directory().resolve("scratch")), "customer");
    clip = trial.clip();
    report = trial.report();
    expected = trial.expectedRefusals();
    client =
        AsyncJobClient.builder()
            .patience(Duration.ZERO)
            .httpClient(
                new OkHttpClient.Builder()
                    .readTimeout(LONGEST_SILENCE)
                    .writeTimeout(LONGEST_SILENCE)
                    .build())
            .build();
  }

  /** Submits until there is a 202. */
  Accepted submit(Order order) throws IOException, InterruptedException {
    while (true) {
      Optional<Accepted> accepted = trySubmit(order);
      if (accepted.isPresent()) {
        return accepted.get();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Submits once; nothing if there was no 202. */
  Optional<Accepted> trySubmit(Order order) throws IOException, InterruptedException {
    try {
      RemoteJob job = client.submit(door.next().resolve("jobs/" + order.kind()), submission(order));
      return Optional.of(new Accepted(order, job.url().getPath()));
    } catch (ServerBusyException e) {
      report.count("submissions that were asked to come back");
    } catch (ServerUnreachableException e) {
      report.count("submissions whose connection was not made or broke");
    } catch (RequestRefusedException e) {
      if (e.status() != NO_SPACE && !expected.contains(e.status())) {
        report.complain("%s was refused with %d: %s", order, e.status(), e.getMessage());
      }
      report.count("submissions that were refused with " + e.status());
    } catch (JobServerException e) {
      report.complain("%s was answered oddly: %s", order, e.getMessage());
    }
    return Optional.empty();
  }

  private Submission submission(Order order) throws IOException {
    Path input = scratch.resolve("input");
    if (order.kind().equals(Order.COPY)) {
      Files.write(input, order.input());
    }
    Submission.Builder submission =
        order.hasInput()
            ? Submission.ofFile(order.kind().equals(Order.MP3) ? clip : input)
                .filename(order.token())
                .options(order.options())
            : Submission.ofJson(order.options());
    return submission.idempotencyKey(order.token()).build();
  }

  /** Asks for the end of a job until somebody has heard it. */
  void cancel(Accepted accepted) throws InterruptedException {
    while (true) {
      try {
        client.cancel(door.next().resolve(accepted.path()));
        return;
      } catch (RequestRefusedException e) {
        if (e.status() != GONE) {
          report.complain("%s cannot be canceled: %s", accepted, e.getMessage());
        }
        return;
      } catch (JobServerException e) {
        report.count("other requests that were asked to come back, or cut off");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Asks once whether a job has ended, and how. Nothing, too, if nobody has answered. */
  Optional<Ending> look(Accepted accepted) throws IOException, InterruptedException {
    try {
      return look(accepted, client.status(door.next().resolve(accepted.path())));
    } catch (RequestRefusedException e) {
      return switch (e.status()) {
        case UNKNOWN -> Optional.of(new Ending(Ending.Fate.LOST, e.getMessage(), ""));
        case GONE -> Optional.of(new Ending(Ending.Fate.GONE, "", ""));
        default -> {
          if (!expected.contains(e.status())) {
            report.complain("%s: asked how it stands, %s", accepted, e.getMessage());
          }
          yield Optional.empty();
        }
      };
    } catch (JobServerException e) {
      report.count("other requests that were asked to come back, or cut off");
      return Optional.empty();
    }
  }

  private Optional<Ending> look(Accepted accepted, RemoteJob job)
      throws IOException, InterruptedException {
    return switch (job.status()) {
      case NOT_STARTED, RUNNING -> Optional.empty();
      case CANCELED -> Optional.of(new Ending(Ending.Fate.CANCELED, "", ""));
      case FAILED ->
          Optional.of(new Ending(Ending.Fate.FAILED, job.failure().orElseThrow().error(), ""));
      case SUCCEEDED -> Optional.of(result(accepted, job.result().orElseThrow()));
    };
  }

  private Ending result(Accepted accepted, URI result) throws IOException, InterruptedException {
    try {
      if (accepted.order().kind().equals(Order.STAMP)) {
        return new Ending(Ending.Fate.SUCCEEDED, client.resultText(result), "");
      }
      Path file = scratch.resolve("result");
      client.download(result, file);
      byte[] bytes = Files.readAllBytes(file);
      if (accepted.order().kind().equals(Order.MP3)) {
        return new Ending(Ending.Fate.SUCCEEDED, "", Order.sha256(bytes));
      }
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      return new Ending(
          Ending.Fate.SUCCEEDED,
          new String(bytes, 0, end, StandardCharsets.UTF_8),
          Order.sha256(Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length)));
    } catch (RequestRefusedException e) {
      return new Ending(Ending.Fate.WITHOUT_RESULT, e.status() + " " + e.getMessage(), "");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
