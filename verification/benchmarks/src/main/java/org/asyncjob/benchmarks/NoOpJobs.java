package org.asyncjob.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.asyncjob.JobRequest;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;

/** POST /jobs with any JSON: a job that does nothing. */
@Path("jobs")
public final class NoOpJobs extends JobResource {

  static final String KIND = "no-op";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** For the server that registers it. */
  public NoOpJobs(AsyncJobFeature jobs) {
    super(jobs);
  }

  /** Accepts the job. What is not a JSON object becomes the option {@code value}. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> submit(InputStream body) throws IOException {
    PushbackInputStream json = new PushbackInputStream(body);
    int first = json.read();
    while (first >= 0 && Character.isWhitespace(first)) {
      first = json.read();
    }
    if (first >= 0) {
      json.unread(first);
    }
    return accept(first == '{' ? json(KIND, json) : value(json));
  }

  private static JobRequest.Builder value(InputStream json) throws IOException {
    try {
      Object value = MAPPER.readValue(json, Object.class);
      JobRequest.Builder request = JobRequest.builder(KIND);
      return value == null ? request : request.options(Map.of("value", value));
    } catch (JsonProcessingException e) {
      throw new MalformedRequestException("The body is not JSON.");
    }
  }
}
