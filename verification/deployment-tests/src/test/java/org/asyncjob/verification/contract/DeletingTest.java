package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** DELETE {c}/{id}: cancels what is unfinished, discards what is finished. */
class DeletingTest extends ContractTest {

  @Test
  void cancellingIsAcceptedAndEndsTheJob() throws Exception {
    URI process = visitor.submit(Samples.concert());
    visitor.await(process, "Running");

    Answer accepted = visitor.delete(process);

    assertStatus(accepted, 202);
    assertThat(accepted.json().get("cancel_requested").asBoolean()).isTrue();
    assertThat(accepted.member("status")).isIn("Running", "Canceled");
    assertThat(accepted.header("Cache-Control")).contains("no-store");
    assertThat(visitor.get(process).json().get("cancel_requested").asBoolean()).isTrue();
    visitor.await(process, "Canceled");
  }

  @Test
  void theConverterOfACancelledJobEndsAndItsFilesGo() throws Exception {
    try (AppProcess app = JudgedServer.own("--workers", "1");
        Visitor here = new Visitor(app.controller())) {
      URI process = here.submit(Samples.concert());
      here.await(process, answer -> answer.member("phase").equals("transcoding"));
      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> !app.converters().isEmpty());

      here.delete(process);

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(app.converters()).isEmpty();
                assertThat(app.files()).isEmpty();
              });
    }
  }

  @Test
  void discardingAFinishedJobMakesItGone() throws Exception {
    Answer done = visitor.convert(Samples.clip(), "");
    URI process = visitor.process(done);

    Answer discarded = visitor.delete(process);

    assertStatus(discarded, 204);
    assertThat(discarded.body()).isEmpty();
    assertProblem(visitor.get(process), 410, "gone");
    assertProblem(visitor.get(done.location()), 410, "gone");
    assertProblem(visitor.delete(process), 410, "gone");
  }

  @Test
  void theFilesOfADiscardedJobAreGone() throws Exception {
    try (AppProcess app = JudgedServer.own("--workers", "2");
        Visitor here = new Visitor(app.controller())) {
      URI process = here.process(here.convert(Samples.clip(), ""));
      assertThat(app.files()).isNotEmpty();

      here.delete(process);

      Awaitility.await().atMost(Visitor.PATIENCE).until(() -> app.files().isEmpty());
    }
  }
}
