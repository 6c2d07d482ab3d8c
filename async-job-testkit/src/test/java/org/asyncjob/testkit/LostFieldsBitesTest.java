package org.asyncjob.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyncjob.Job;
import org.asyncjob.JobFailure;
import org.asyncjob.JobProgress;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that do not give back all that they were given. */
final class LostFieldsBitesTest {

  @TestFactory
  Stream<DynamicTest> theContractCatchesAnImplementationOfWhichIsTrue() {
    return Bites.of(JobStoreContract.class, LostFieldsBitesTest.class);
  }

  @CaughtBy("Insert.allThatARequestSaysSurvives")
  static final class LosesTheInput extends Forgetful {
    @Override
    Job remembered(Job job) {
      return request(job, job.request().options(), false, true, true);
    }
  }

  @CaughtBy("Insert.allThatARequestSaysSurvives")
  static final class LosesTheCaller extends Forgetful {
    @Override
    Job remembered(Job job) {
      return request(job, job.request().options(), true, false, true);
    }
  }

  @CaughtBy("Insert.allThatARequestSaysSurvives")
  static final class LosesTheIdempotencyKey extends Forgetful {
    @Override
    Job remembered(Job job) {
      return request(job, job.request().options(), true, true, false);
    }
  }

  @CaughtBy("Insert.allThatARequestSaysSurvives")
  static final class LosesNestedOptions extends Forgetful {
    @Override
    Job remembered(Job job) {
      return request(job, flat(job.request().options()), true, true, true);
    }
  }

  @CaughtBy("Insert.allThatARequestSaysSurvives")
  static final class KeepsNumbersAsText extends Forgetful {
    @Override
    Job remembered(Job job) {
      return request(job, texts(job.request().options()), true, true, true);
    }
  }

  @CaughtBy("Insert.aNewJobIsFoundAsItWas")
  static final class KeepsMilliseconds extends Forgetful {
    @Override
    Job remembered(Job job) {
      return copy(job, job.request(), job.created().truncatedTo(ChronoUnit.MILLIS));
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class LosesTheAttempt extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job).attempt(0).build();
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class LosesThePause extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.notBefore().isPresent() ? same(job).notBefore(Instant.EPOCH).build() : job;
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class LosesTheCancelRequest extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job).cancelRequested(false).build();
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class LosesTheProgress extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job).progress(JobProgress.QUEUED).build();
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class LosesTheEstimate extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job)
          .progress(
              new JobProgress(job.progress().percent(), job.progress().phase(), Optional.empty()))
          .build();
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class KeepsTheEstimateInSeconds extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job)
          .progress(
              new JobProgress(
                  job.progress().percent(),
                  job.progress().phase(),
                  job.progress().remaining().map(left -> left.truncatedTo(ChronoUnit.SECONDS))))
          .build();
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class KeepsLatinLettersOnly extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job)
          .progress(
              new JobProgress(
                  job.progress().percent(),
                  latin(job.progress().phase()),
                  job.progress().remaining()))
          .build();
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class LosesTheStart extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.started().isPresent() ? same(job).started(Instant.EPOCH).build() : job;
    }
  }

  @CaughtBy("Replace.allThatARunningJobSaysSurvives")
  static final class LosesTheState extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job).state(JobState.QUEUED).build();
    }
  }

  @CaughtBy("Replace.allThatASucceededJobSaysSurvives")
  static final class LosesTheEnd extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.finished().isPresent() ? same(job).finished(Instant.EPOCH).build() : job;
    }
  }

  @CaughtBy("Replace.allThatASucceededJobSaysSurvives")
  static final class LosesTheExpiry extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job).expires(job.created()).build();
    }
  }

  @CaughtBy("Replace.allThatASucceededJobSaysSurvives")
  static final class LosesThatItWasDiscarded extends Forgetful {
    @Override
    Job remembered(Job job) {
      return same(job).discarded(false).build();
    }
  }

  @CaughtBy("Replace.allThatASucceededJobSaysSurvives")
  static final class LosesTheResult extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.result().isPresent()
          ? same(job).outcome(new JobFailure("lost", "Lost", "Lost.")).build()
          : job;
    }
  }

  @CaughtBy("Replace.allThatASucceededJobSaysSurvives")
  static final class LosesWarnings extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.result().orElse(null) instanceof JobResult.Bytes bytes
          ? same(job).outcome(JobResult.blob(bytes.blob())).build()
          : job;
    }
  }

  @CaughtBy("Replace.aJsonResultSurvivesToTheLetter")
  static final class NormalizesJson extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.result().orElse(null) instanceof JobResult.Json json
          ? same(job).outcome(new JobResult.Json(json.text().replace("1.50", "1.5"))).build()
          : job;
    }
  }

  @CaughtBy("Replace.aJsonResultSurvivesToTheLetter")
  static final class CutsLongJsonOff extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.result().orElse(null) instanceof JobResult.Json json
              && json.text().length() > 65_535
          ? same(job).outcome(new JobResult.Json(json.text().substring(0, 65_535))).build()
          : job;
    }
  }

  @CaughtBy("Replace.aLinkSurvivesToTheLetter")
  static final class EncodesLinks extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.result().orElse(null) instanceof JobResult.Link link
          ? same(job).outcome(JobResult.link(URI.create(link.target().toASCIIString()))).build()
          : job;
    }
  }

  @CaughtBy("Replace.aResultThatIsGoneIsForgotten")
  static final class KeepsAResultForEver extends Forgetful {
    private Optional<JobResult> last = Optional.empty();

    @Override
    Job remembered(Job job) {
      last = job.result().or(() -> last);
      return last.map(result -> same(job).outcome(result).build()).orElse(job);
    }
  }

  @CaughtBy("Replace.allThatAFailedJobSaysSurvives")
  static final class MixesUpTitleAndDetail extends Forgetful {
    @Override
    Job remembered(Job job) {
      return job.failure()
          .map(
              failure ->
                  same(job)
                      .outcome(
                          new JobFailure(
                              failure.type(),
                              /* title= */ failure.detail(),
                              /* detail= */ failure.title()))
                      .build())
          .orElse(job);
    }
  }

  @CaughtBy("Replace.anEstimateThatIsGoneIsForgotten")
  static final class KeepsAnEstimateForEver extends Forgetful {
    private Optional<Duration> last = Optional.empty();

    @Override
    Job remembered(Job job) {
      JobProgress progress = job.progress();
      last = progress.remaining().or(() -> last);
      return same(job)
          .progress(new JobProgress(progress.percent(), progress.phase(), last))
          .build();
    }
  }

  /** The contract, against a store that returns what it remembers of a job. */
  abstract static class Forgetful extends JobStoreContract {

    abstract Job remembered(Job job);

    @Override
    protected JobStore newStore() {
      return new BrokenJobStore() {
        @Override
        public Optional<Job> insert(Job job) {
          return sound.insert(remembered(job));
        }

        @Override
        public boolean replace(Job next) {
          return sound.replace(remembered(next));
        }
      };
    }

    static Job.Builder same(Job job) {
      return job.next().revision(job.revision());
    }

    static Job copy(Job job, JobRequest request, Instant created) {
      return Job.builder(job.id(), request, created).expires(job.expires()).build();
    }

    static Job request(
        Job job, Map<String, ?> options, boolean input, boolean caller, boolean idempotencyKey) {
      JobRequest.Builder request = JobRequest.builder(job.request().kind()).options(options);
      job.request().input().filter(any -> input).ifPresent(request::input);
      job.request().caller().filter(any -> caller).ifPresent(request::caller);
      job.request()
          .idempotencyKey()
          .filter(any -> idempotencyKey)
          .ifPresent(request::idempotencyKey);
      return copy(job, request.build(), job.created());
    }

    static Map<String, Object> flat(Map<String, Object> options) {
      Map<String, Object> flat = new HashMap<>(options);
      flat.replaceAll((name, value) -> value instanceof Map ? value.toString() : value);
      return flat;
    }

    static Map<String, Object> texts(Map<String, Object> options) {
      Map<String, Object> texts = new HashMap<>(options);
      texts.replaceAll((name, value) -> value instanceof Number ? value.toString() : value);
      return texts;
    }

    static String latin(String text) {
      return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }
  }
}
