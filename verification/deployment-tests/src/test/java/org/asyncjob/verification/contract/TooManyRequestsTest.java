package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** Callers that submit or poll too fast. */
class TooManyRequestsTest extends ContractTest {

  private static void assertTooMany(Answer refused) {
    assertProblem(refused, 429, "too-many-requests");
    assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
  }

  @Test
  void whoHandsInTooMuchIsToldWhenToComeBack() throws Exception {
    try (AppProcess app = JudgedServer.own("--submissions-per-minute", "2");
        Visitor here = new Visitor(app.controller())) {
      assertStatus(here.upload(Samples.silent(), ""), 202);
      URI process = here.process(here.upload(Samples.silent(), ""));

      Answer refused = here.upload(Samples.silent(), "");

      assertTooMany(refused);
      assertStatus(here.get(process), 200);
    }
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
    try (AppProcess app = JudgedServer.own("--polls-per-second", "1");
        Visitor here = new Visitor(app.controller())) {
      URI process = here.process(here.upload(Samples.silent(), ""));
      Answer answer = here.get(process);
      for (int polls = 1; polls < 1000 && answer.status() != 429; polls++) {
        answer = here.get(process);
      }

      assertTooMany(answer);
      assertStatus(here.upload(Samples.silent(), ""), 202);
    }
  }

  @Test
  void behindATrustedProxyEachClientIsACaller() throws Exception {
    try (AppProcess app =
            JudgedServer.own(
                "--submissions-per-minute", "1", "--trusted-proxy", "127.0.0.0/8,::1");
        Visitor here = new Visitor(app.controller())) {
      assertStatus(here.upload(Samples.silent(), "", "X-Forwarded-For", "203.0.113.1"), 202);

      assertStatus(here.upload(Samples.silent(), "", "X-Forwarded-For", "203.0.113.2"), 202);
      assertTooMany(here.upload(Samples.silent(), "", "X-Forwarded-For", "203.0.113.2"));
      assertTooMany(here.upload(Samples.silent(), "", "X-Forwarded-For", "9.9.9.9, 203.0.113.1"));
      assertTooMany(here.upload(Samples.silent(), "", "Forwarded", "for=\"203.0.113.1:4711\""));
    }
  }
}
