package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncjob.testkit.Jobs.NOON;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.asyncjob.Blob;
import org.asyncjob.Job;
import org.asyncjob.JobId;
import org.asyncjob.JobProgress;
import org.asyncjob.JobResult;
import org.asyncjob.JobState;
import org.asyncjob.spi.JobStore;
import org.asyncjob.spi.JobStore.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every {@link JobStore} passes these. Subclass it, return your store, add nothing.
 *
 * <p>Beyond what the methods of {@link JobStore} promise one by one, a store keeps instants and
 * durations to the microsecond at least, text in all scripts, and option values in the types in
 * which Jackson reads them from JSON. What it returns is as whole as what it was given, whichever
 * thread writes meanwhile.
 */
@Timeout(120)
public abstract class JobStoreContract {

  private static final int ROUNDS = 100;
  private static final int WRITERS = 4;

  private JobStore store;
  private Together together;

  /** For subclasses. */
  protected JobStoreContract() {}

  /** Returns a store without any job. Called once for each test. */
  protected abstract JobStore newStore() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = newStore();
    together = new Together();
  }

  @AfterEach
  final void endThreads() {
    together.close();
  }

  private Job inserted(Job job) {
    assertThat(store.insert(job)).as("the earlier job with the key of %s", job).isEmpty();
    return job;
  }

  private Job replaced(Job next) {
    assertThat(store.replace(next)).as("replaced by revision %s", next.revision()).isTrue();
    return next;
  }

  private Job insertedFinished(Instant expires) {
    return insertedFinished(JobState.SUCCEEDED, expires);
  }

  private Job insertedFinished(JobState state, Instant expires) {
    Job running = replaced(Jobs.running(inserted(Jobs.queued(NOON))));
    return replaced(Jobs.finished(running, state, expires));
  }

  private void assertHolds(Job expected) {
    Job found = store.find(expected.id()).orElseThrow();
    assertThat(Jobs.fields(found)).isEqualTo(Jobs.fields(expected));
    assertThat(found).isEqualTo(expected);
  }

  /** {@link JobStore#insert}. */
  @Nested
  class Insert {

    @Test
    void aNewJobIsFoundAsItWas() {
      Job job = inserted(Jobs.queued(NOON));

      assertHolds(job);
    }

    @Test
    void allThatARequestSaysSurvives() {
      Job job = inserted(Jobs.fullQueued());

      assertHolds(job);
    }

    @Test
    void anIdThatIsTakenIsRefusedAndNothingChanges() {
      Job first = inserted(Jobs.fullQueued());
      Job second =
          Job.builder(first.id(), Jobs.queued(NOON).request(), NOON.minusSeconds(1)).build();

      assertThatThrownBy(() -> store.insert(second)).isInstanceOf(IllegalArgumentException.class);

      assertHolds(first);
      assertThat(store.unfinished()).containsExactly(first);
    }

    @Test
    void anIdThatIsTakenByAFinishedJobIsRefusedAndNothingChanges() {
      Job finished = insertedFinished(NOON);
      Job second = Job.builder(finished.id(), finished.request(), NOON).build();

      assertThatThrownBy(() -> store.insert(second)).isInstanceOf(IllegalArgumentException.class);

      assertHolds(finished);
      assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void ofManyThreadsThatInsertOneIdExactlyOneSucceeds() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        JobId id = JobId.random();
        List<Callable<Boolean>> writers = new ArrayList<>();
        List<Job> candidates = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          Job job = Job.builder(id, Jobs.queued(NOON).request(), NOON.plusSeconds(writer)).build();
          candidates.add(job);
          writers.add(() -> succeedsToInsert(job));
        }

        List<Boolean> won = together.call(writers);

        assertThat(won).as("round %s", round).containsOnlyOnce(true);
        assertHolds(candidates.get(won.indexOf(true)));
      }
    }

    private boolean succeedsToInsert(Job job) {
      try {
        store.insert(job);
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  /** What {@link JobStore#insert} and {@link JobStore#remove} make of idempotency keys. */
  @Nested
  class IdempotencyKeys {

    @Test
    void theSecondJobWithAKeyIsNotStoredAndTheFirstIsReturned() {
      Job first = inserted(Jobs.keyed("key"));
      Job second = Jobs.keyed("key");

      assertThat(store.insert(second)).contains(first);

      assertHolds(first);
      assertThat(store.find(second.id())).isEmpty();
      assertThat(store.unfinished()).containsExactly(first);
    }

    @Test
    void theJobWithTheKeyIsReturnedAsItIsNow() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.keyed("key"))));

      assertThat(store.insert(Jobs.keyed("key"))).contains(running);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELED"})
    void aFinishedJobKeepsItsKey(JobState state) {
      Job running = replaced(Jobs.running(inserted(Jobs.keyed("key"))));
      Job finished = replaced(Jobs.finished(running, state, NOON));

      assertThat(store.insert(Jobs.keyed("key"))).contains(finished);

      assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void aDiscardedJobKeepsItsKeyUntilItIsRemoved() {
      Job queued = inserted(Jobs.keyed("key"));
      Job canceled = replaced(Jobs.finished(queued, JobState.CANCELED, NOON));
      Job tombstone = replaced(canceled.next().discarded(true).build());

      assertThat(store.insert(Jobs.keyed("key"))).contains(tombstone);

      assertThat(store.remove(tombstone)).isTrue();
      assertHolds(inserted(Jobs.keyed("key")));
    }

    @Test
    void theKeyOfAJobThatWasRemovedUnfinishedIsFree() {
      store.remove(inserted(Jobs.keyed("key")));

      assertHolds(inserted(Jobs.keyed("key")));
    }

    @Test
    void aRemovalThatLosesLeavesTheKeyTaken() {
      Job read = inserted(Jobs.keyed("key"));
      Job changed = replaced(Jobs.running(read));

      assertThat(store.remove(read)).isFalse();

      assertThat(store.insert(Jobs.keyed("key"))).contains(changed);
    }

    @Test
    void theJobThatTookOverAFreeKeyKeepsItWhenTheOldOneIsRemovedAgain() {
      Job old = inserted(Jobs.keyed("key"));
      store.remove(old);
      Job current = inserted(Jobs.keyed("key"));

      assertThat(store.remove(old)).isFalse();

      assertThat(store.insert(Jobs.keyed("key"))).contains(current);
    }

    @Test
    void jobsWithoutAKeyDoNotKeepEachOtherOut() {
      Job first = inserted(Jobs.queued(NOON));
      Job second = inserted(Jobs.queued(NOON));

      assertHolds(first);
      assertHolds(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEY", "key ", " key", "ke", "keys", "k_y", "k%", "k\u00e9y", ""})
    void keysThatOnlyLookAlikeAreDifferent(String other) {
      Job first = inserted(Jobs.keyed("key"));
      Job second = inserted(Jobs.keyed(other));

      assertThat(store.insert(Jobs.keyed("key"))).contains(first);
      assertThat(store.insert(Jobs.keyed(other))).contains(second);
    }

    @Test
    void anInsertThatIsRefusedForItsIdLeavesItsKeyFree() {
      Job first = inserted(Jobs.queued(NOON));
      Job second = Job.builder(first.id(), Jobs.keyed("key").request(), NOON).build();

      assertThatThrownBy(() -> store.insert(second)).isInstanceOf(IllegalArgumentException.class);

      assertHolds(inserted(Jobs.keyed("key")));
    }

    @Test
    void ofManyThreadsThatInsertOneKeyExactlyOneSucceedsAndTheOthersGetItsJob() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        String key = "key " + round;
        List<Callable<Optional<Job>>> writers = new ArrayList<>();
        List<Job> candidates = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          Job job = Jobs.keyed(key);
          candidates.add(job);
          writers.add(() -> store.insert(job));
        }

        List<Optional<Job>> earlier = together.call(writers);

        assertThat(earlier).as("round %s", round).containsOnlyOnce(Optional.empty());
        Job winner = candidates.get(earlier.indexOf(Optional.<Job>empty()));
        assertThat(earlier)
            .as("round %s", round)
            .containsOnly(Optional.empty(), Optional.of(winner));
        assertHolds(winner);
        assertThat(store.unfinished()).hasSize(1);
        store.remove(winner);
      }
    }

    @Test
    void anInsertThatRacesWithARemovalEitherGetsTheOldJobOrIsStored() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        Job old = inserted(Jobs.keyed("key"));
        Job next = Jobs.keyed("key");

        List<Optional<Job>> answers =
            together.call(
                List.of(
                    () -> store.insert(next),
                    () -> {
                      assertThat(store.remove(old)).isTrue();
                      return Optional.empty();
                    }));

        boolean stored = answers.get(0).isEmpty();
        assertThat(answers.get(0)).as("round %s", round).isIn(Optional.empty(), Optional.of(old));
        assertThat(store.find(next.id()).isPresent()).as("round %s", round).isEqualTo(stored);
        Job last = Jobs.keyed("key");
        assertThat(store.insert(last)).isEqualTo(stored ? Optional.of(next) : Optional.empty());
        assertThat(store.remove(stored ? next : last)).isTrue();
      }
    }
  }

  /** {@link JobStore#find}. */
  @Nested
  class Find {

    @Test
    void anUnknownJobIsNotFound() {
      inserted(Jobs.queued(NOON));

      assertThat(store.find(JobId.random())).isEmpty();
    }

    @Test
    void theLatestOfManySnapshotsIsFound() {
      Job job = inserted(Jobs.queued(NOON));
      for (int percent = 1; percent <= 100; percent++) {
        job = replaced(job.next().progress(progress(percent)).build());
      }

      assertHolds(job);
    }

    @Test
    void readersSeeWholeSnapshotsThatNeverGoBackWhileSomebodyWrites() throws Exception {
      Job first = inserted(Jobs.queued(NOON));
      Job last =
          writeUntil(
              first,
              together.begin(
                  () -> {
                    long seen = 0;
                    int changes = 0;
                    for (int read = 0; isMoreToSee(read, changes); read++) {
                      Job found = store.find(first.id()).orElseThrow();
                      assertThat(found.revision()).isGreaterThanOrEqualTo(seen);
                      assertWhole(found);
                      changes += found.revision() > seen ? 1 : 0;
                      seen = found.revision();
                    }
                    return null;
                  }));

      assertHolds(last);
    }
  }

  /** {@link JobStore#replace}. */
  @Nested
  class Replace {

    @Test
    void allThatARunningJobSaysSurvives() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));

      assertHolds(running);
    }

    @Test
    void allThatASucceededJobSaysSurvives() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job succeeded = replaced(Jobs.fullFinished(running, JobState.SUCCEEDED));

      assertHolds(succeeded);
    }

    @Test
    void aJsonResultSurvivesToTheLetter() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job succeeded = replaced(Jobs.fullFinished(running, JobState.SUCCEEDED, Jobs.longJson()));

      assertHolds(succeeded);
    }

    @Test
    void aLinkSurvivesToTheLetter() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job succeeded = replaced(Jobs.fullFinished(running, JobState.SUCCEEDED, Jobs.link()));

      assertHolds(succeeded);
    }

    @Test
    void aResultThatIsGoneIsForgotten() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job succeeded = replaced(Jobs.fullFinished(running, JobState.SUCCEEDED, Jobs.longJson()));
      Job tombstone = replaced(succeeded.next().noOutcome().discarded(true).build());

      assertHolds(tombstone);
    }

    @Test
    void allThatAFailedJobSaysSurvives() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job failed = replaced(Jobs.fullFinished(running, JobState.FAILED));

      assertHolds(failed);
    }

    @Test
    void aJobMayEndWithoutHavingStarted() {
      Job canceled = replaced(Jobs.finished(inserted(Jobs.queued(NOON)), JobState.CANCELED, NOON));

      assertHolds(canceled);
    }

    @Test
    void anEstimateThatIsGoneIsForgotten() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job next = replaced(running.next().progress(progress(50)).build());

      assertHolds(next);
    }

    @Test
    void theSecondOfTwoWritersThatReadTheSameRevisionLoses() {
      Job read = inserted(Jobs.queued(NOON));
      Job first = read.next().progress(progress(1)).build();
      Job second = read.next().progress(progress(2)).build();

      assertThat(store.replace(first)).isTrue();
      assertThat(store.replace(second)).isFalse();

      assertHolds(first);
    }

    @Test
    void theSameSnapshotIsNotTakenTwice() {
      Job next = replaced(Jobs.running(inserted(Jobs.queued(NOON))));

      assertThat(store.replace(next)).isFalse();

      assertHolds(next);
    }

    @Test
    void aSnapshotThatLeavesARevisionOutIsRefused() {
      Job stored = inserted(Jobs.queued(NOON));

      assertThat(store.replace(stored.next().build().next().attempt(9).build())).isFalse();

      assertHolds(stored);
    }

    @Test
    void anOlderSnapshotIsRefused() {
      Job first = inserted(Jobs.queued(NOON));
      Job latest = replaced(replaced(Jobs.running(first)).next().attempt(2).build());

      assertThat(store.replace(first)).isFalse();

      assertHolds(latest);
    }

    @Test
    void aLoserDoesNotChangeWhatTheListsSay() {
      Job running = replaced(Jobs.running(inserted(Jobs.queued(NOON))));
      Job winner = replaced(running.next().progress(progress(7)).build());

      assertThat(store.replace(Jobs.finished(running, JobState.FAILED, NOON))).isFalse();

      assertThat(store.unfinished()).containsExactly(winner);
      assertThat(store.expired(NOON, 10)).isEmpty();
    }

    @Test
    void aJobThatIsNotThereIsNotMadeByReplacingIt() {
      Job unknown = Jobs.queued(NOON);

      assertThat(store.replace(Jobs.running(unknown))).isFalse();
      assertThat(store.replace(unknown)).isFalse();

      assertThat(store.find(unknown.id())).isEmpty();
      assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void aJobThatWasRemovedIsNotBroughtBack() {
      Job removed = inserted(Jobs.queued(NOON));
      store.remove(removed);

      assertThat(store.replace(Jobs.running(removed))).isFalse();

      assertThat(store.find(removed.id())).isEmpty();
      assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void otherJobsStayAsTheyAre() {
      Job other = inserted(Jobs.queued(NOON));
      replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));

      assertHolds(other);
    }

    @Test
    void ofManyWritersThatRaceExactlyOneWins() throws Exception {
      Job job = inserted(Jobs.queued(NOON));
      for (int round = 0; round < ROUNDS; round++) {
        List<Callable<Boolean>> writers = new ArrayList<>();
        List<Job> candidates = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          Job next = job.next().attempt(writer + 1).build();
          candidates.add(next);
          writers.add(() -> store.replace(next));
        }

        List<Boolean> won = together.call(writers);

        assertThat(won).as("round %s", round).containsOnlyOnce(true);
        job = candidates.get(won.indexOf(true));
        assertHolds(job);
      }
    }

    @Test
    void noChangeIsLostWhenWritersReadAgainAfterLosing() throws Exception {
      JobId id = inserted(Jobs.queued(NOON)).id();
      Callable<Integer> counter =
          () -> {
            int added = 0;
            for (int tries = 0; added < ROUNDS && tries < 100_000; tries++) {
              Job job = store.find(id).orElseThrow();
              if (store.replace(job.next().attempt(job.attempt() + 1).build())) {
                added++;
              }
            }
            return added;
          };

      together.call(Collections.nCopies(WRITERS, counter));

      assertThat(store.find(id).orElseThrow().attempt()).isEqualTo(WRITERS * ROUNDS);
    }
  }

  /** {@link JobStore#remove}. */
  @Nested
  class Remove {

    @Test
    void anUnfinishedJobIsForgotten() {
      Job job = inserted(Jobs.queued(NOON));

      assertThat(store.remove(job)).isTrue();

      assertThat(store.find(job.id())).isEmpty();
      assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void aFinishedJobIsForgotten() {
      Job job = insertedFinished(NOON);

      assertThat(store.remove(job)).isTrue();

      assertThat(store.find(job.id())).isEmpty();
      assertThat(store.expired(NOON, 10)).isEmpty();
    }

    @Test
    void aJobThatAnotherWriterHasChangedStays() {
      Job read = inserted(Jobs.queued(NOON));
      Job changed = replaced(Jobs.running(read));

      assertThat(store.remove(read)).isFalse();

      assertHolds(changed);
      assertThat(store.unfinished()).containsExactly(changed);
    }

    @Test
    void aSnapshotThatWasNeverStoredRemovesNothing() {
      Job stored = inserted(Jobs.queued(NOON));

      assertThat(store.remove(Jobs.running(stored))).isFalse();

      assertHolds(stored);
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
      Job job = inserted(Jobs.queued(NOON));

      assertThat(store.remove(Jobs.queued(NOON))).isFalse();
      assertThat(store.remove(job)).isTrue();
      assertThat(store.remove(job)).isFalse();
    }

    @Test
    void otherJobsStayAsTheyAre() {
      Job other = inserted(Jobs.fullQueued());
      store.remove(inserted(Jobs.queued(NOON)));

      assertHolds(other);
    }

    @Test
    void ofAWriterAndARemoverThatRaceExactlyOneWins() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        Job job = inserted(Jobs.queued(NOON));
        Job next = Jobs.running(job);

        List<Boolean> won =
            together.call(List.of(() -> store.replace(next), () -> store.remove(job)));

        assertThat(won).as("round %s", round).containsOnlyOnce(true);
        assertThat(store.find(job.id()).isPresent()).isEqualTo(won.get(0));
        assertThat(store.unfinished()).hasSize(won.get(0) ? 1 : 0);
        store.remove(next);
      }
    }
  }

  /** {@link JobStore#unfinished}. */
  @Nested
  class Unfinished {

    @Test
    void aNewStoreHasNone() {
      assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void queuedAndRunningJobsAreReturnedAsTheyAreNow() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job queued = inserted(Jobs.queued(NOON.plusSeconds(1)));

      assertThat(store.unfinished()).containsExactly(running, queued);
    }

    @Test
    void aJobThatWentBackToTheQueueIsReturned() {
      Job running = replaced(Jobs.running(inserted(Jobs.queued(NOON))));
      Job again = replaced(running.next().state(JobState.QUEUED).build());

      assertThat(store.unfinished()).containsExactly(again);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELED"})
    void aFinishedJobIsNot(JobState state) {
      insertedFinished(state, NOON.plusSeconds(60));

      assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void theEarliestCreatedComesFirstWhateverHappenedSince() {
      Job third = inserted(Jobs.queued(NOON.plusNanos(2_000)));
      Job first = replaced(Jobs.running(inserted(Jobs.queued(NOON))));
      Job fourth = inserted(Jobs.queued(NOON.plusSeconds(60)));
      Job second = inserted(Jobs.queued(NOON.plusNanos(1_000)));
      third = replaced(Jobs.running(third));

      assertThat(store.unfinished()).containsExactly(first, second, third, fourth);
    }

    @Test
    void allAreReturnedHoweverMany() {
      List<Job> jobs = new ArrayList<>();
      for (int number = 0; number < 1_500; number++) {
        jobs.add(inserted(Jobs.queued(NOON.plusSeconds(number))));
      }

      assertThat(store.unfinished()).isEqualTo(jobs);
    }

    @Test
    void jobsOfTheSameMomentAreAllReturned() {
      Job one = inserted(Jobs.queued(NOON));
      Job other = inserted(Jobs.queued(NOON));

      assertThat(store.unfinished()).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void whatWasReturnedDoesNotChangeAfterwards() {
      Job job = inserted(Jobs.queued(NOON));
      List<Job> before = store.unfinished();

      replaced(Jobs.finished(job, JobState.CANCELED, NOON));
      inserted(Jobs.queued(NOON));

      assertThat(before).containsExactly(job);
    }

    @Test
    void aJobThatIsChangedMeanwhileIsReturnedOnceAndWhole() throws Exception {
      Job first = inserted(Jobs.queued(NOON));
      writeUntil(
          first,
          together.begin(
              () -> {
                for (int read = 0; read < 5 * ROUNDS; read++) {
                  List<Job> unfinished = store.unfinished();
                  assertThat(unfinished).extracting(Job::id).containsExactly(first.id());
                  assertWhole(unfinished.get(0));
                }
                return null;
              }));
    }
  }

  /** {@link JobStore#unfinished(JobState, JobStore.Place, int)}. */
  @Nested
  class UnfinishedPage {

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "RUNNING"})
    void aNewStoreHasNone(JobState state) {
      assertThat(store.unfinished(state, Place.START, 10)).isEmpty();
    }

    @Test
    void jobsOfTheStateAreReturnedAsTheyAreNow() {
      Job running = replaced(Jobs.fullRunning(inserted(Jobs.fullQueued())));
      Job queued = inserted(Jobs.queued(NOON.plusSeconds(1)));
      Job again = replaced(Jobs.running(inserted(Jobs.queued(NOON.plusSeconds(2)))));
      again = replaced(again.next().state(JobState.QUEUED).build());
      insertedFinished(JobState.SUCCEEDED, NOON.plusSeconds(60));

      assertThat(store.unfinished(JobState.RUNNING, Place.START, 10)).containsExactly(running);
      assertThat(store.unfinished(JobState.QUEUED, Place.START, 10)).containsExactly(queued, again);
    }

    @Test
    void aPageBeginsBehindThePlaceAndHasAsManyAsItMay() {
      Job third = inserted(Jobs.queued(NOON.plusNanos(2_000)));
      Job first = inserted(Jobs.queued(NOON));
      Job fourth = inserted(Jobs.queued(NOON.plusSeconds(60)));
      Job second = inserted(Jobs.queued(NOON.plusNanos(1_000)));

      assertThat(store.unfinished(JobState.QUEUED, Place.START, 2)).containsExactly(first, second);
      assertThat(store.unfinished(JobState.QUEUED, Place.of(first), 2))
          .containsExactly(second, third);
      assertThat(store.unfinished(JobState.QUEUED, Place.of(third), 2)).containsExactly(fourth);
      assertThat(store.unfinished(JobState.QUEUED, Place.of(fourth), 2)).isEmpty();
    }

    @Test
    void aPlaceStaysWhenItsJobIsGone() {
      Job first = inserted(Jobs.queued(NOON));
      Job second = inserted(Jobs.queued(NOON.plusSeconds(1)));
      replaced(Jobs.running(first));

      assertThat(store.unfinished(JobState.QUEUED, Place.of(first), 2)).containsExactly(second);
    }

    @Test
    void pagesTogetherHaveEachJobOnceAlsoThoseOfTheSameMoment() {
      List<Job> jobs = new ArrayList<>();
      for (int number = 0; number < 40; number++) {
        jobs.add(inserted(Jobs.queued(NOON.plusSeconds(number / 10))));
      }
      jobs.sort(Comparator.comparing(Place::of));

      List<Job> read = new ArrayList<>();
      List<Job> page = store.unfinished(JobState.QUEUED, Place.START, 3);
      while (!page.isEmpty() && read.size() <= jobs.size()) {
        read.addAll(page);
        page = store.unfinished(JobState.QUEUED, Place.of(page.get(page.size() - 1)), 3);
      }

      assertThat(read).isEqualTo(jobs);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aLimitBelowOneIsRefused(int limit) {
      assertThatThrownBy(() -> store.unfinished(JobState.QUEUED, Place.START, limit))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** {@link JobStore#expired}. */
  @Nested
  class Expired {

    @Test
    void aNewStoreHasNone() {
      assertThat(store.expired(NOON, 10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELED"})
    void aFinishedJobIsReturnedFromTheMomentOnAtWhichItExpires(JobState state) {
      Job job = insertedFinished(state, NOON);

      assertThat(store.expired(NOON.minusNanos(1_000), 10)).isEmpty();
      assertThat(store.expired(NOON, 10)).containsExactly(job);
      assertThat(store.expired(NOON.plusSeconds(86_400), 10)).containsExactly(job);
    }

    @Test
    void anUnfinishedJobIsNotReturnedHoweverLongAgoItsMomentWas() {
      inserted(Jobs.queued(NOON));
      replaced(Jobs.running(inserted(Jobs.queued(NOON))));

      assertThat(store.expired(NOON.plusSeconds(86_400), 10)).isEmpty();
    }

    @Test
    void theEarliestToExpireComesFirst() {
      Job third = insertedFinished(NOON.plusSeconds(60));
      Job first = insertedFinished(NOON);
      Job second = insertedFinished(NOON.plusNanos(1_000));

      assertThat(store.expired(NOON.plusSeconds(60), 10)).containsExactly(first, second, third);
    }

    @Test
    void theEarliestAreReturnedWhereThereAreMoreThanTheLimit() {
      insertedFinished(NOON.plusSeconds(60));
      Job first = insertedFinished(NOON);
      Job second = insertedFinished(NOON.plusSeconds(1));

      assertThat(store.expired(NOON.plusSeconds(60), 1)).containsExactly(first);
      assertThat(store.expired(NOON.plusSeconds(60), 2)).containsExactly(first, second);
    }

    @Test
    void unfinishedJobsDoNotCountAgainstTheLimit() {
      inserted(Jobs.queued(NOON.minusSeconds(60)));
      Job finished = insertedFinished(NOON);

      assertThat(store.expired(NOON, 1)).containsExactly(finished);
    }

    @Test
    void aDiscardedJobIsReturnedAgainWhenItsNextMomentHasCome() {
      Job finished = insertedFinished(NOON);
      Instant later = NOON.plusSeconds(60);
      Job discarded = replaced(finished.next().discarded(true).expires(later).build());

      assertThat(store.expired(NOON, 10)).isEmpty();
      assertThat(store.expired(later, 10)).containsExactly(discarded);
    }

    @Test
    void jobsOfTheSameMomentAreAllReturned() {
      Job one = insertedFinished(NOON);
      Job other = insertedFinished(NOON);

      assertThat(store.expired(NOON, 10)).containsExactlyInAnyOrder(one, other);
    }
  }

  /** {@link JobStore#referenced}. */
  @Nested
  class Referenced {

    @Test
    void theInputOfAJobIs() {
      Blob input = Jobs.blob("input of a job");
      Job job = inserted(Jobs.queuedWith(input));
      replaced(Jobs.running(job));

      assertThat(store.referenced(List.of("another", input.key()))).contains(input.key());
    }

    @Test
    void theResultOfAJobIs() {
      Blob result = Jobs.blob("result of a job");
      Job running = replaced(Jobs.running(inserted(Jobs.queued(NOON))));
      replaced(
          Jobs.finished(running, JobState.CANCELED, NOON)
              .next()
              .revision(running.revision() + 1)
              .state(JobState.SUCCEEDED)
              .outcome(JobResult.blob(result))
              .build());

      assertThat(store.referenced(List.of(result.key(), "another"))).contains(result.key());
    }

    @Test
    void nothingIsThatNobodyAskedFor() {
      inserted(Jobs.queuedWith(Jobs.blob("input")));

      assertThat(store.referenced(List.of("another"))).isSubsetOf("another");
      assertThat(store.referenced(List.of())).isEmpty();
    }

    @Test
    void whatNoJobHasIsNot() {
      assumeTellsReferences();
      Blob input = Jobs.blob("input of a job that is gone");
      Job job = inserted(Jobs.queuedWith(input));
      inserted(Jobs.queuedWith(Jobs.blob("another")));
      store.remove(job);

      assertThat(store.referenced(List.of(input.key(), "another", "never seen")))
          .containsExactly("another");
    }

    @Test
    void hundredsCanBeAskedForAtOnce() {
      Set<String> asked = new HashSet<>();
      Set<String> expected = new HashSet<>();
      for (int number = 0; number < 1_000; number++) {
        asked.add("blob " + number);
        if (number % 100 == 0) {
          inserted(Jobs.queuedWith(Jobs.blob("blob " + number)));
          expected.add("blob " + number);
        }
      }

      assertThat(store.referenced(asked)).containsAll(expected).isSubsetOf(asked);
    }

    private void assumeTellsReferences() {
      assumeTrue(
          store.referenced(List.of("of no job")).isEmpty(),
          "this store cannot tell, so that nothing is ever swept");
    }
  }

  /** Writes whole snapshots, in each of which revision, attempt and progress agree. */
  private Job writeUntil(Job first, Future<?> readers) throws Exception {
    Job job = first;
    while (!readers.isDone()) {
      int number = (int) job.revision();
      job = replaced(job.next().attempt(number).progress(progress(number % 101)).build());
    }
    readers.get();
    return job;
  }

  /** Reads that all come before the first write would show nothing. */
  private static boolean isMoreToSee(int reads, int changes) {
    return reads < 20 * ROUNDS || (changes < 10 && !Thread.currentThread().isInterrupted());
  }

  private static void assertWhole(Job job) {
    int number = (int) job.revision() - 1;
    assertThat(job.attempt()).as("attempt of revision %s", job.revision()).isEqualTo(number);
    assertThat(job.progress().percent())
        .as("progress of revision %s", job.revision())
        .isEqualTo(number % 101);
  }

  private static JobProgress progress(int percent) {
    return new JobProgress(percent, "at " + percent, Optional.empty());
  }
}
