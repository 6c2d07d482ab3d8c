package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is refused, and how. That each error is a problem without paths and traces is looked at in
 * every answer of this suite.
 */
class ErrorsTest extends ContractTest {

  @Test
  void anUnknownPathIsFourOhFour() throws Exception {
    assertProblem(visitor.get(visitor.elsewhere("/nowhere-at-all")), 404, "about:blank");
  }

  @Test
  void aMethodThatAnAddressDoesNotHaveIsFourOhFiveWithThoseItHas() throws Exception {
    Answer refused = visitor.get(visitor.controller());
    assertProblem(refused, 405, "about:blank");
    assertThat(refused.header("Allow").orElseThrow()).contains("POST");

    URI process = visitor.submit(Samples.silent());
    Answer put = visitor.send("PUT", process, BodyPublishers.ofString("x"));
    assertProblem(put, 405, "about:blank");
    assertThat(put.header("Allow").orElseThrow()).contains("GET").contains("DELETE");
  }

  @Test
  void aTypeThatIsNotThereIsFourOhSix() throws Exception {
    URI process = visitor.submit(Samples.silent());

    assertProblem(visitor.get(process, "Accept", "image/png"), 406, "about:blank");
  }

  @Test
  void aTypeThatIsNotTakenIsFourFifteen() throws Exception {
    assertProblem(
        visitor.post("", BodyPublishers.ofString("x"), "Content-Type", "image/png"),
        415,
        "about:blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?speed=9", "?quality=high", "?mono=true&mono=false"})
  void anOptionThatIsUnknownOfTheWrongTypeOrGivenTwiceIsFourHundred(String query) throws Exception {
    Answer refused = visitor.upload(Samples.silent(), query);

    assertProblem(refused, 400, "malformed-request");
    assertThat(refused.member("detail")).contains(query.substring(1).replaceFirst("=.*", ""));
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheKnownOnes() throws Exception {
    assertThat(visitor.upload(Samples.silent(), "?speed=9").member("detail"))
        .contains("bitrate", "mono", "quality", "sample_rate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?bitrate=100", "?quality=10", "?sample_rate=1", "?quality=1&bitrate=64"})
  void aValueThatIsNotPossibleIsFourTwentyTwoWithTheReason(String query) throws Exception {
    Answer refused = visitor.upload(Samples.silent(), query);

    assertProblem(refused, 422, "unacceptable-request");
    assertThat(refused.member("detail")).matches("[A-Z].*\\.");
  }

  @Test
  void anEmptyBodyIsFourTwentyTwo() throws Exception {
    assertProblem(
        visitor.post("", BodyPublishers.noBody(), "Content-Type", "video/mp4"),
        422,
        "unacceptable-request");
  }

  @Test
  void aFormWithoutAFileOrWithTwoIsFourHundred() throws Exception {
    Form none = new Form().part("mono", "true");
    Form two =
        new Form().file("file", "a.mp4", Samples.silent()).file("file", "b.mp4", Samples.silent());

    for (Form form : new Form[] {none, two}) {
      assertProblem(
          visitor.post("", form.body(), "Content-Type", form.contentType()),
          400,
          "malformed-request");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=x"})
  void aFormThatIsNoneIsFourHundred(String contentType) throws Exception {
    assertStatus(
        visitor.post("", BodyPublishers.ofString("no form"), "Content-Type", contentType), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept: ;;/what", "Content-Type: ;;"})
  void aMalformedFieldIsFourHundred(String field) throws Exception {
    URI process = visitor.submit(Samples.silent());

    assertProblem(exchange("GET", process, field), 400, "about:blank");
  }

  @Test
  void anAddressThatIsNoneIsFourHundred() throws Exception {
    try (Wire wire = new Wire(visitor.controller())) {
      wire.sendHead("GET " + visitor.controller().getRawPath() + "/%zz");
      assertStatus(visitor.seen(wire.read("GET", visitor.controller())), 400);
    }
  }

  @Test
  void aFullQueueIsFiveOhThreeWithATimeToComeBack() throws Exception {
    try (AppProcess app = JudgedServer.own("--workers", "1", "--queue", "1", "--grace", "PT0S");
        Visitor here = new Visitor(app.controller())) {
      here.await(here.submit(Samples.concert()), "Running");
      assertStatus(here.upload(Samples.concert(), ""), 202);

      Answer refused = here.upload(Samples.concert(), "");

      assertProblem(refused, 503, "queue-full");
      assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
    }
  }

  @Test
  void aServerThatStopsRefusesWorkAndStillSaysHowJobsStand() throws Exception {
    try (AppProcess app = JudgedServer.own("--workers", "1", "--grace", "PT2M")) {
      Visitor here = new Visitor(app.controller());
      URI process = here.submit(Samples.concert());
      here.await(process, "Running");

      app.terminate();

      Answer refused =
          Awaitility.await()
              .atMost(Visitor.PATIENCE)
              .until(() -> here.upload(Samples.silent(), ""), answer -> answer.status() != 202);
      assertProblem(refused, 503, "shutting-down");
      assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
      assertStatus(here.get(process), 200);
    }
  }

  private Answer exchange(String method, URI uri, String field) throws Exception {
    try (Wire wire = new Wire(uri)) {
      wire.sendHead(method + " " + uri.getRawPath(), field);
      return visitor.seen(wire.read(method, uri));
    }
  }
}
