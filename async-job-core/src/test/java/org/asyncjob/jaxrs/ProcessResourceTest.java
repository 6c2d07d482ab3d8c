package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.jaxrs.PlaysServer.json;
import static org.asyncjob.jaxrs.PlaysServer.location;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The 202, 200 and 303 of docs/http.md, on a team's own resource. */
class ProcessResourceTest {

  @TempDir Path directory;

  private PlaysServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PlaysServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void workIsAcceptedWithTheAddressOfItsProcessResource() throws Exception {
    HttpResponse<String> accepted =
        server.post("?act=wait&filename=a.txt", "text", "Content-Type", "text/plain");

    assertThat(accepted.statusCode()).isEqualTo(202);
    String process = location(accepted).toString();
    assertThat(process).startsWith(server.base() + "team/plays/");
    assertThat(accepted.headers().firstValue("Operation-Location")).contains(process);
    assertThat(accepted.headers().firstValue("Content-Location")).contains(process);
    assertThat(accepted.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(accepted.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode body = json(accepted);
    assertThat(process).endsWith(body.get("id").asText());
    assertThat(body.get("poll_every").asText())
        .isEqualTo(accepted.headers().firstValue("Retry-After").orElseThrow() + " seconds");
    assertThat(server.get(location(accepted)).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnfinishedJobSaysHowFarItIsAndHowLongItWillTake() throws Exception {
    URI process = server.submit("wait");

    HttpResponse<String> running = server.await(process, "Running");
    assertThat(running.statusCode()).isEqualTo(200);
    assertThat(running.headers().firstValue("Cache-Control")).contains("no-store");
    JsonNode body = json(server.await(process, "Running"));
    while (body.get("progress").asInt() == 0) {
      body = json(server.get(process));
    }
    assertThat(body.get("progress").asInt()).isEqualTo(42);
    assertThat(body.get("phase").asText()).isEqualTo("waiting");
    assertThat(body.get("cancel_requested").asBoolean()).isFalse();
    assertThat(body.get("estimated_time_to_complete").asText()).matches("7[0-5] seconds");
    assertThat(body.get("poll_every").asText()).matches("[45] seconds");
    assertThat(body.get("created").asText()).endsWith("Z");
    assertThat(body.get("started").asText()).endsWith("Z");
    assertThat(body.get("expires").asText()).endsWith("Z");
    assertThat(body.at("/links/self").asText()).isEqualTo(process.toString());
    assertThat(body.at("/links/cancel").asText()).isEqualTo(process.toString());
  }

  @Test
  void theQueueCountsInTheEstimate() throws Exception {
    server.await(server.submit("wait"), "Running");
    JsonNode waiting = json(server.get(server.submit("play")));

    assertThat(waiting.get("status").asText()).isEqualTo("NotStarted");
    assertThat(waiting.get("estimated_time_to_complete").asText()).matches("[1-9][0-9]* seconds");
  }

  @Test
  void aFailedJobIsTwoHundredWithASentenceAndAProblem() throws Exception {
    HttpResponse<String> failed = server.await(server.submit("fail"), "Failed");

    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(failed.headers().firstValue("Retry-After")).isEmpty();
    JsonNode body = json(failed);
    assertThat(body.get("error").asText()).isEqualTo("The actor ran away.");
    assertThat(body.at("/problem/type").asText())
        .isEqualTo("urn:problem-type:asyncjob:stage-fright");
    assertThat(body.at("/problem/title").asText()).isEqualTo("Stage fright");
    assertThat(body.at("/problem/status").isMissingNode()).isTrue();
    assertThat(body.has("estimated_time_to_complete")).isFalse();
  }

  @Test
  void aFinishedJobRedirectsToItsResultAndSaysSoInTheBody() throws Exception {
    URI process = server.submit("play");

    HttpResponse<String> done = server.await(process, "Succeeded");

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(location(done)).isEqualTo(URI.create(process + "/result"));
    assertThat(done.headers().firstValue("Retry-After")).isEmpty();
    assertThat(json(done).get("resourceLocation").asText()).isEqualTo(process + "/result");
    assertThat(json(done).get("progress").asInt()).isEqualTo(100);
    assertThat(json(done).get("phase").asText()).isEqualTo("done");
  }

  @Test
  void scriptsInBrowsersGetTheSameDocumentWithoutARedirect() throws Exception {
    URI process = server.submit("play");
    String redirected = server.await(process, "Succeeded").body();

    HttpResponse<String> done = server.get(URI.create(process + "?redirect=never"));

    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.headers().firstValue("Location")).isEmpty();
    assertThat(done.body()).isEqualTo(redirected);
  }

  @Test
  void headAnswersAsGetWithoutABody() throws Exception {
    URI process = server.submit("play");
    server.await(process, "Succeeded");

    HttpResponse<String> head =
        server.send(PlaysServer.request(process).method("HEAD", BodyPublishers.noBody()).build());

    assertThat(head.statusCode()).isEqualTo(303);
    assertThat(location(head)).isEqualTo(URI.create(process + "/result"));
    assertThat(head.body()).isEmpty();
  }

  @Test
  void everyStatusIsAWordThatGenericPollersKnow() throws Exception {
    URI running = server.submit("wait");
    server.await(running, "Running");
    URI waiting = server.submit("play");

    for (URI process : new URI[] {running, waiting}) {
      assertThat(PlaysServer.STATUSES).contains(json(server.get(process)).get("status").asText());
    }
  }

  @Test
  void aJobOfSomebodyElseIsNotThere() throws Exception {
    URI process = server.submit("play", "X-Test-User", "ann");

    assertThat(server.get(process, "X-Test-User", "ann").statusCode()).isIn(200, 303);
    assertThat(server.get(process, "X-Test-User", "bob").statusCode()).isEqualTo(404);
    assertThat(server.get(process).statusCode()).isEqualTo(404);
    assertThat(server.delete(process, "X-Test-User", "bob").statusCode()).isEqualTo(404);
  }

  @Test
  void anIdThatIsUnknownOrNoIdAtAllIsFourOhFourWithAProblem() throws Exception {
    for (String id : new String[] {"0123456789abcdef0123456789abcdef", "x", "..%2f.."}) {
      HttpResponse<String> unknown = server.get(server.uri("team/plays/" + id.replace("%2f", "-")));

      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(json(unknown).get("type").asText())
          .isEqualTo("urn:problem-type:asyncjob:unknown-job");
      assertThat(json(unknown).get("status").asInt()).isEqualTo(404);
    }
  }

  @Test
  void cancellingARunningJobIsAcceptedAndEndsIt() throws Exception {
    URI process = server.submit("wait");
    server.await(process, "Running");

    HttpResponse<String> accepted = server.delete(process);

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(json(accepted).get("cancel_requested").asBoolean()).isTrue();
    HttpResponse<String> canceled = server.await(process, "Canceled");
    assertThat(canceled.statusCode()).isEqualTo(200);
    assertThat(canceled.headers().firstValue("Retry-After")).isEmpty();
    assertThat(server.get(URI.create(process + "/result")).statusCode()).isEqualTo(409);
  }

  @Test
  void cancellingAWaitingJobSaysSoAtOnce() throws Exception {
    server.await(server.submit("wait"), "Running");

    HttpResponse<String> accepted = server.delete(server.submit("play"));

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(json(accepted).get("status").asText()).isEqualTo("Canceled");
    assertThat(json(accepted).get("cancel_requested").asBoolean()).isTrue();
  }

  @Test
  void discardingAFinishedJobDeletesItsFilesAndItIsGone() throws Exception {
    URI process = server.submit("play");
    server.await(process, "Succeeded");
    assertThat(server.files()).isNotEmpty();

    assertThat(server.delete(process).statusCode()).isEqualTo(204);

    assertThat(server.files()).isEmpty();
    HttpResponse<String> gone = server.get(process);
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(json(gone).get("type").asText()).isEqualTo("urn:problem-type:asyncjob:gone");
    assertThat(server.get(URI.create(process + "/result")).statusCode()).isEqualTo(410);
    assertThat(server.delete(process).statusCode()).isEqualTo(410);
  }

  @Test
  void aFullQueueIsFiveOhThreeWithATimeToComeBack() throws Exception {
    server.await(server.submit("wait"), "Running");
    server.submit("play");

    HttpResponse<String> refused = server.post("?act=play", "x", "Content-Type", "text/plain");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
        .isGreaterThanOrEqualTo(1);
    assertThat(json(refused).get("type").asText())
        .isEqualTo("urn:problem-type:asyncjob:queue-full");
  }

  @Test
  void aServiceThatStopsRefusesWorkAndStillSaysHowJobsStand() throws Exception {
    URI process = server.submit("play");
    server.await(process, "Succeeded");
    server.engine().close();

    HttpResponse<String> refused = server.post("?act=play", "x", "Content-Type", "text/plain");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(json(refused).get("type").asText())
        .isEqualTo("urn:problem-type:asyncjob:shutting-down");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(server.get(process).statusCode()).isEqualTo(303);
  }
}
