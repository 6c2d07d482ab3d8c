package org.asyncjob.transcode.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links to a web server that answers well, badly, and not at all. */
class OriginTest {

  private static final byte[] MEDIA = Fetching.media(300_000);

  @TempDir Path directory;

  private final WireMockServer origin =
      new WireMockServer(
          options()
              .dynamicPort()
              .bindAddress("127.0.0.1")
              .globalTemplating(false)
              .gzipDisabled(true)
              .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER));
  private Fetching fetching;

  @BeforeEach
  void start() {
    origin.start();
    fetching = new Fetching(directory);
  }

  @AfterEach
  void stop() {
    fetching.close();
    origin.stop();
  }

  @Test
  void aFileIsFetchedByteForByteUnderTheNameInItsLink() throws Exception {
    answer(aResponse().withBody(MEDIA));

    FetchedFile file = fetching.fetch(link("/a/Ferien%20am%20Meer.mp4?sig=x%2Fy"));

    assertThat(fetching.bytes()).isEqualTo(MEDIA);
    assertThat(file).isEqualTo(new FetchedFile("Ferien am Meer.mp4", MEDIA.length));
    origin.verify(
        getRequestedFor(urlPathEqualTo("/a/Ferien%20am%20Meer.mp4")).withoutHeader("Cookie"));
  }

  @Test
  void theServersNameForItIsPreferred() throws Exception {
    answer(
        aResponse()
            .withBody(MEDIA)
            .withHeader(
                "Content-Disposition",
                "attachment; filename=\"x.mp4\"; filename*=UTF-8''..%2F..%2FM%C3%BC+ll.mp4"));

    assertThat(fetching.fetch(link("/download")).filename()).isEqualTo("Mü+ll.mp4");
  }

  @Test
  void howFarItIsIsTold() throws Exception {
    answer(aResponse().withBody(MEDIA));
    List<Long> received = new ArrayList<>();
    List<OptionalLong> totals = new ArrayList<>();

    fetching.fetcher.fetch(
        link("/a"),
        fetching.target,
        ContentCheck.NONE,
        (bytes, total) -> {
          received.add(bytes);
          totals.add(total);
        });

    assertThat(received).isSorted().endsWith((long) MEDIA.length).hasSizeGreaterThan(3);
    assertThat(totals).containsOnly(OptionalLong.of(MEDIA.length));
  }

  @Test
  void anAnswerInChunksWithoutALengthIsFetched() throws Exception {
    answer(aResponse().withBody(MEDIA).withChunkedDribbleDelay(5, 200));

    fetching.fetch(link("/dribble"));

    assertThat(fetching.bytes()).isEqualTo(MEDIA);
  }

  @Test
  void whatIsPackedUnaskedIsUnpackedAndTheCapCountsWhatComesOut() throws Exception {
    answer(aResponse().withBody(packed(MEDIA)).withHeader("Content-Encoding", "gzip"));
    fetching.fetch(link("/packed"));
    assertThat(fetching.bytes()).isEqualTo(MEDIA);

    byte[] bomb = packed(new byte[50 * Fetching.CAP]);
    assertThat(bomb).hasSizeLessThan(Fetching.CAP);
    answer(aResponse().withBody(bomb).withHeader("Content-Encoding", "gzip"));
    assertThat(fetching.failure(link("/bomb")).type()).isEqualTo("source-too-large");

    answer(aResponse().withBody(MEDIA).withHeader("Content-Encoding", "br"));
    assertThat(fetching.failure(link("/br")).type()).isEqualTo("source-not-available");
  }

  @Test
  void exactlyTheCapIsFetchedAndOneByteMoreIsNot() throws Exception {
    answer(aResponse().withBody(Fetching.media(Fetching.CAP)));
    assertThat(fetching.fetch(link("/most")).size()).isEqualTo(Fetching.CAP);

    answer(aResponse().withBody(Fetching.media(Fetching.CAP + 1)));
    assertThat(fetching.failure(link("/more")).detail()).contains("1048576 bytes");

    answer(aResponse().withBody(Fetching.media(Fetching.CAP + 1)).withChunkedDribbleDelay(3, 50));
    assertThat(fetching.failure(link("/chunks")).type()).isEqualTo("source-too-large");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 451, 204, 304})
  void anAnswerWithoutTheFileIsNotPassedOn(int status) {
    answer(
        aResponse()
            .withStatus(status)
            .withStatusMessage("secret reason")
            .withHeader("X-Internal", "secret")
            .withBody(status == 204 || status == 304 ? "" : "secret body"));

    var failure = fetching.failure(link("/missing"));

    assertThat(failure.type()).isEqualTo("source-not-available");
    assertThat(failure.detail()).doesNotContain(Integer.toString(status));
    origin.verify(1, getRequestedFor(anyUrl()));
  }

  @Test
  void aServerThatIsBusyIsAskedAgainWhenItSays() throws Exception {
    busyOnce(aResponse().withStatus(429).withHeader("Retry-After", "1"));

    fetching.fetch(link("/busy"));

    assertThat(fetching.bytes()).isEqualTo(MEDIA);
    origin.verify(2, getRequestedFor(anyUrl()));
  }

  @Test
  void aServerThatFailsOnceIsAskedAgain() throws Exception {
    busyOnce(aResponse().withStatus(500).withBody("secret"));

    fetching.fetch(link("/busy"));

    assertThat(fetching.bytes()).isEqualTo(MEDIA);
  }

  @Test
  void aServerThatWantsToBeLeftAloneForLongIs() {
    answer(aResponse().withStatus(503).withHeader("Retry-After", "3600"));

    assertThat(fetching.failure(link("/closed")).type()).isEqualTo("source-not-available");
    origin.verify(1, getRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aConnectionThatBreaksIsTriedAgain(Fault fault) throws Exception {
    busyOnce(aResponse().withFault(fault));

    fetching.fetch(link("/broken"));

    assertThat(fetching.bytes()).isEqualTo(MEDIA);
    origin.verify(2, getRequestedFor(anyUrl()));
  }

  @Test
  void aServerThatAlwaysBreaksIsGivenUp() {
    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    assertThat(fetching.failure(link("/broken")).type()).isEqualTo("source-unreachable");
    origin.verify(5, getRequestedFor(anyUrl()));
  }

  @Test
  void aServerThatSendsTooSlowlyIsGivenUpInTime() {
    fetching.close();
    fetching =
        new Fetching(
            directory,
            Fetching.builder().limits(Fetching.limits().total(Duration.ofSeconds(2)).build()));
    answer(aResponse().withBody(MEDIA).withChunkedDribbleDelay(1000, 600_000));

    var failure = fetching.failure(link("/slow"));

    assertThat(failure.type()).isEqualTo("source-timeout");
    assertThat(failure.detail()).contains("2.0 seconds");
  }

  @Test
  void whatIsRefusedByItsBeginningIsNotFetchedAnyFurther() {
    answer(aResponse().withBody(MEDIA));
    IllegalStateException refusal = new IllegalStateException("not wanted");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    fetching.fetcher.fetch(
                        link("/a"),
                        fetching.target,
                        beginning -> {
                          assertThat(beginning.remaining()).isEqualTo(16);
                          throw refusal;
                        },
                        FetchListener.NONE)))
        .isSameAs(refusal);
    assertThat(fetching.target).doesNotExist();
  }

  private void busyOnce(ResponseDefinitionBuilder trouble) {
    origin.stubFor(
        get(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(trouble)
            .willSetStateTo("free"));
    origin.stubFor(
        get(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs("free")
            .willReturn(aResponse().withBody(MEDIA)));
  }

  private void answer(ResponseDefinitionBuilder response) {
    origin.resetAll();
    origin.stubFor(any(anyUrl()).willReturn(response));
  }

  private String link(String path) {
    return "http://127.0.0.1:" + origin.port() + path;
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
