package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Scripts of other origins. */
class OriginsTest extends ContractTest {

  private static final String ORIGIN = "https://stranger.example";

  @Test
  void unlessConfiguredOtherwiseNoOriginIsAllowedAnything() throws Exception {
    JudgedServer.assumeOurs("a server that allows no origin");
    Answer accepted = visitor.upload(Samples.silent(), "", "Origin", ORIGIN);
    Answer polled = visitor.get(visitor.process(accepted), "Origin", ORIGIN);
    Answer asked =
        visitor.send(
            "OPTIONS",
            visitor.controller(),
            BodyPublishers.noBody(),
            "Origin",
            ORIGIN,
            "Access-Control-Request-Method",
            "POST");

    for (Answer answer : new Answer[] {accepted, polled, asked}) {
      assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }
  }
}
