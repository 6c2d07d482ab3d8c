package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.asyncjob.JobStoreException;
import org.asyncjob.JobStoreFullException;
import org.junit.jupiter.api.Test;

/** What clients are told when the job store cannot do what it should. */
class StoreTroubleTest {

  @Test
  void aStoreThatDoesNotAnswerIsAReasonToComeBack() {
    try (Response response =
        answer(
            new JobStoreException("cannot reach db.internal", new IOException("/secret/path")))) {
      assertThat(response.getStatus()).isEqualTo(503);
      assertThat(Integer.parseInt(response.getHeaderString("Retry-After"))).isPositive();
      assertThat(problem(response).path("type").asText())
          .isEqualTo("urn:problem-type:asyncjob:store-unreachable");
      assertThat(problem(response).toString()).doesNotContain("secret", "internal");
    }
  }

  @Test
  void aFullStoreIsNoSpace() {
    try (Response response =
        answer(
            new JobStoreFullException("/var/jobs.db is full", new IOException("/secret/path")))) {
      assertThat(response.getStatus()).isEqualTo(507);
      assertThat(problem(response).path("type").asText())
          .isEqualTo("urn:problem-type:asyncjob:no-space");
      assertThat(problem(response).toString()).doesNotContain("/var");
    }
  }

  private static Response answer(JobStoreException exception) {
    return new AsyncJobExceptionMapper().toResponse(exception);
  }

  private static JsonNode problem(Response response) {
    try {
      return new ObjectMapper().readTree((byte[]) response.getEntity());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
