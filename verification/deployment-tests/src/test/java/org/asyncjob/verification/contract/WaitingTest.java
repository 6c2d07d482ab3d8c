package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer: wait} on POST and GET. */
class WaitingTest extends ContractTest {

  @Test
  void aPostThatWaitsIsRedirectedWhenTheWorkIsDoneInTime() throws Exception {
    Answer done = visitor.upload(Samples.clip(), "", "Prefer", "wait=60");

    assertStatus(done, 303);
    visitor.remember(done.member("id"));
    assertThat(done.location()).isEqualTo(URI.create(visitor.process(done) + "/result"));
    assertThat(done.header("Preference-Applied")).contains("wait=60");
    assertThat(done.member("status")).isEqualTo("Succeeded");
    assertThat(done.header("Retry-After")).isEmpty();
  }

  @Test
  void aPostThatHasWaitedLongEnoughIsAccepted() throws Exception {
    Answer accepted = visitor.upload(Samples.concert(), "", "Prefer", "wait=1");

    assertStatus(accepted, 202);
    assertThat(accepted.header("Preference-Applied")).contains("wait=1");
    assertThat(accepted.location()).isEqualTo(visitor.process(accepted));
    assertThat(accepted.header("Retry-After")).isPresent();
  }

  @Test
  void aGetThatWaitsIsAnsweredWhenTheJobEnds() throws Exception {
    URI process = visitor.submit(Samples.clip());

    Answer done = visitor.get(process, "Prefer", "wait=60");

    assertStatus(done, 303);
    assertThat(done.header("Preference-Applied")).contains("wait=60");
  }

  @Test
  void aGetThatWaitsIsAnsweredWhenTheJobIsCancelled() throws Exception {
    URI process = visitor.submit(Samples.concert());
    CompletableFuture<Answer> held =
        visitor.sendLater("GET", process, BodyPublishers.noBody(), "Prefer", "wait=60");

    visitor.delete(process);

    assertThat(held.get(60, TimeUnit.SECONDS).member("status")).isEqualTo("Canceled");
  }

  @Test
  void aGetThatHasWaitedLongEnoughSaysHowTheJobStands() throws Exception {
    URI process = visitor.submit(Samples.concert());

    Answer waited = visitor.get(process, "Prefer", "wait=1");

    assertStatus(waited, 200);
    assertThat(waited.header("Preference-Applied")).contains("wait=1");
    assertThat(waited.member("status")).isIn("NotStarted", "Running");
    assertThat(waited.header("Retry-After")).isPresent();
  }

  @Test
  void nobodyIsGrantedMoreThanTheCap() throws Exception {
    Answer done = visitor.upload(Samples.clip(), "", "Prefer", "wait=86400");
    visitor.remember(done.member("id"));

    String applied = done.header("Preference-Applied").orElseThrow();
    assertThat(applied).matches("wait=[0-9]+");
    assertThat(Integer.parseInt(applied.substring("wait=".length()))).isLessThanOrEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=soon", "wait=-1", "respond-async", "wait", ";;="})
  void aPreferenceThatIsNotUnderstoodIsIgnored(String preference) throws Exception {
    Answer accepted = visitor.upload(Samples.concert(), "", "Prefer", preference);

    assertStatus(accepted, 202);
    assertThat(accepted.header("Preference-Applied")).isEmpty();
  }
}
