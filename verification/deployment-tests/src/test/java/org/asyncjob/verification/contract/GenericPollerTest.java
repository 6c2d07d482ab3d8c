package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.AzureException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.core.http.rest.Response;
import com.azure.core.http.rest.SimpleResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.OperationResourcePollingStrategy;
import com.azure.core.util.polling.PollResponse;
import com.azure.core.util.polling.PollerFlux;
import com.azure.core.util.polling.PollingStrategyOptions;
import com.azure.core.util.polling.SyncPoller;
import com.azure.core.util.serializer.TypeReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * The poller of azure-core drives our jobs: it knows {@code Operation-Location}, the words of
 * {@code status}, and {@code resourceLocation}, and nothing of us.
 */
class GenericPollerTest extends ContractTest {

  private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);

  private final HttpPipeline pipeline =
      new HttpPipelineBuilder().httpClient(new JdkHttpClientProvider().createInstance()).build();

  @Test
  void itGetsTheResultOfAJobThatSucceeds() throws Exception {
    SyncPoller<BinaryData, BinaryData> poller = poller(Samples.clip()).getSyncPoller();

    PollResponse<BinaryData> last = poller.waitForCompletion(Visitor.PATIENCE);

    assertThat(last.getStatus()).isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
    URI process = remember(last);
    byte[] mp3 = visitor.get(URI.create(process + "/result")).body();
    assertThat(poller.getFinalResult().toBytes()).isNotEmpty().isEqualTo(mp3);
  }

  @Test
  void itSeesThatAJobFails() {
    SyncPoller<BinaryData, BinaryData> poller = poller(Samples.silent()).getSyncPoller();

    PollResponse<BinaryData> last = poller.waitForCompletion(Visitor.PATIENCE);
    remember(last);

    assertThat(last.getStatus()).isEqualTo(LongRunningOperationStatus.FAILED);
    assertThat(last.getValue().toString()).contains("The file has no audio track.");
    assertThatThrownBy(poller::getFinalResult).isInstanceOf(AzureException.class);
  }

  @Test
  void itSeesThatAJobIsCancelled() throws Exception {
    SyncPoller<BinaryData, BinaryData> poller = poller(Samples.concert()).getSyncPoller();
    PollResponse<BinaryData> running = poller.poll();
    assertThat(running.getStatus().isComplete()).isFalse();

    assertStatus(visitor.delete(remember(running)), 202);

    PollResponse<BinaryData> last = poller.waitForCompletion(Visitor.PATIENCE);
    assertThat(last.getStatus().isComplete()).isTrue();
    assertThat(last.getValue().toString()).contains("\"status\":\"Canceled\"");
  }

  @Test
  void itsFluxEmitsEachPollUntilTheLast() {
    List<LongRunningOperationStatus> seen =
        poller(Samples.clip())
            .doOnNext(response -> remember(response.getValue()))
            .map(response -> response.getStatus())
            .collectList()
            .block(Visitor.PATIENCE);

    assertThat(seen)
        .endsWith(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED)
        .filteredOn(LongRunningOperationStatus::isComplete)
        .hasSize(1);
  }

  private PollerFlux<BinaryData, BinaryData> poller(Path film) {
    OperationResourcePollingStrategy<BinaryData, BinaryData> strategy =
        new OperationResourcePollingStrategy<>(
            HttpHeaderName.fromString("Operation-Location"), new PollingStrategyOptions(pipeline));
    return PollerFlux.create(
        BETWEEN_POLLS,
        () -> submit(film),
        strategy,
        TypeReference.createInstance(BinaryData.class),
        TypeReference.createInstance(BinaryData.class));
  }

  /** What a generated client does: sends the request, and hands on the answer as it came. */
  private Mono<Response<BinaryData>> submit(Path film) {
    HttpRequest request =
        new HttpRequest(HttpMethod.POST, visitor.controller().toString())
            .setHeader(HttpHeaderName.CONTENT_TYPE, "video/mp4")
            .setBody(BinaryData.fromFile(film));
    return pipeline.send(request).flatMap(GenericPollerTest::withBody);
  }

  private static Mono<Response<BinaryData>> withBody(HttpResponse response) {
    return response
        .getBodyAsByteArray()
        .map(
            body ->
                new SimpleResponse<>(
                    response.getRequest(),
                    response.getStatusCode(),
                    response.getHeaders(),
                    BinaryData.fromBytes(body)));
  }

  private URI remember(PollResponse<BinaryData> response) {
    return remember(response.getValue());
  }

  private URI remember(BinaryData document) {
    String id = document.toString().replaceFirst("(?s).*?\"id\":\"([^\"]*)\".*", "$1");
    visitor.remember(id);
    return URI.create(visitor.controller() + "/" + id);
  }
}
