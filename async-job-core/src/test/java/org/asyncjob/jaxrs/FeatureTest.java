package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.asyncjob.jaxrs.PlaysServer.json;

import jakarta.ws.rs.core.Configuration;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTest {

  @TempDir Path directory;

  @Test
  void aFixedPublicUrlIsInEveryUrl() throws Exception {
    URI outside = URI.create("https://example.org/audio");
    try (PlaysServer server =
        new PlaysServer(directory, settings -> settings.publicBaseUri(outside))) {
      HttpResponse<String> accepted = server.post("?act=play", "x", "Content-Type", "text/plain");

      String process = "https://example.org/audio/team/plays/" + json(accepted).get("id").asText();
      assertThat(accepted.headers().firstValue("Location")).contains(process);
      URI inside = server.uri("team/plays/" + json(accepted).get("id").asText());
      HttpResponse<String> done = server.await(inside, "Succeeded");
      assertThat(done.headers().firstValue("Location")).contains(process + "/result");
      assertThat(done.body()).doesNotContain(server.base());
    }
  }

  @Test
  void aResourceWithoutAFeatureSaysWhatIsMissing() {
    Configuration empty = new ResourceConfig();

    assertThatIllegalStateException()
        .isThrownBy(() -> AsyncJobFeature.registeredIn(empty))
        .withMessageContaining("register AsyncJobFeature.of(engine)");
  }

  @Test
  void errorsOfTheRuntimeStayAsTheyAreUnlessTheFeatureIsToldOtherwise() throws Exception {
    try (PlaysServer server = new PlaysServer(directory)) {
      assertThat(server.get(server.uri("nowhere")).headers().firstValue("Content-Type"))
          .isNotEqualTo(java.util.Optional.of("application/problem+json"));
    }
  }

  @Test
  void errorsOfTheRuntimeAreProblemsWhenTheFeatureIsToldSo() throws Exception {
    try (PlaysServer server =
        new PlaysServer(directory, AsyncJobFeature.Builder::problemDetailsForEverything)) {
      assertProblem(server.get(server.uri("nowhere")), 404);
      HttpResponse<String> wrongMethod =
          server.send(
              PlaysServer.request(server.uri("team/plays"))
                  .method("PUT", BodyPublishers.noBody())
                  .build());
      assertProblem(wrongMethod, 405);
      assertThat(wrongMethod.headers().firstValue("Allow").orElseThrow()).contains("POST");
      assertProblem(server.post("", "x", "Content-Type", "image/png"), 415);
      URI process = server.submit("wait");
      assertProblem(server.get(process, "Accept", "image/png"), 406);
      assertProblem(server.post("?akt=1", "x", "Content-Type", "text/plain"), 400);
      assertProblem(server.get(process, "Accept", ";;/what"), 400);
      assertProblem(server.post("", "x", "Content-Type", ";;"), 400);
    }
  }

  @Test
  void aPublicUrlThatIsNotAbsoluteIsRefusedWithAnExample() throws Exception {
    JobEngine engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory))
            .executor(new DirectJobExecutor())
            .build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AsyncJobFeature.builder(engine).publicBaseUri(URI.create("/app")))
        .withMessageContaining("https://example.org/app/");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AsyncJobFeature.builder(engine).maxInputBytes(0));
  }

  private static void assertProblem(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).get("status").asInt()).isEqualTo(status);
    assertThat(json(answer).get("detail").asText()).isNotBlank();
  }
}
