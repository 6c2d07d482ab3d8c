package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Results that clients fetch from the bucket, past the application. */
class DirectResultsTest extends ContractTest {

  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  private static HttpResponse<byte[]> fetch(URI link, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(link);
    return HttpClient.newHttpClient()
        .send(
            (headers.length == 0 ? request : request.headers(headers)).build(),
            BodyHandlers.ofByteArray());
  }

  @Test
  void theBytesAreInTheBucketForAsLongAsTheOperatorHasSaid() throws Exception {
    Storage.assumeObjects("a bucket");
    try (AppProcess app = JudgedServer.own("--direct-results", "PT10M");
        Visitor here = new Visitor(app.controller())) {
      Answer done = here.convert(Samples.clip(), "?filename=My%20Cl%C3%AFp.mp4");

      URI link = done.location();
      assertThat(link.getRawAuthority()).isNotEqualTo(app.base().getRawAuthority());
      assertThat(link).hasParameter("X-Amz-Expires", "600");
      assertThat(done.member("resourceLocation")).isEqualTo(here.process(done) + "/result");
      HttpResponse<byte[]> whole = fetch(link);
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(whole.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
      assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment")
          .contains("My%20Cl%C3%AFp.mp3");
      HttpResponse<byte[]> rest = fetch(link, "Range", "bytes=1000-");
      assertThat(rest.statusCode()).isEqualTo(206);
      assertThat(rest.body())
          .isEqualTo(Arrays.copyOfRange(whole.body(), 1000, whole.body().length));

      Answer redirected = here.get(URI.create(done.member("resourceLocation")));
      assertStatus(redirected, 307);
      assertThat(fetch(redirected.location()).body()).isEqualTo(whole.body());
    }
  }

  @Test
  void aPageMayPlayThem() throws Exception {
    Storage.assumeObjects("a bucket");
    try (AppProcess app = JudgedServer.own("--direct-results", "PT10M");
        Visitor here = new Visitor(app.controller())) {
      URI process = here.process(here.convert(Samples.clip(), ""));

      Answer page = here.get(URI.create(process + "/result"), "Accept", BROWSER);

      assertStatus(page, 200);
      URI download = URI.create(here.get(process).json().at("/links/download").asText());
      URI link = here.get(download, "Accept", "audio/*").location();
      assertThat(page.header("Content-Security-Policy").orElseThrow())
          .contains("media-src 'self' " + link.getScheme() + "://" + link.getRawAuthority() + ";");
    }
  }
}
