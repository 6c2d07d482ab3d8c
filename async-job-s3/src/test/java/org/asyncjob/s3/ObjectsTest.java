package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects that somebody else has put there, read at their addresses as any client would. */
final class ObjectsTest extends S3Test {

  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "2026/Ferien am Meer ☀.mp4", "a+b&c=d?e#f%20g.mp4"})
  void anObjectIsReadAtItsAddressWhateverItIsCalled(String key) throws Exception {
    put("sources/" + key);
    try (S3Objects objects = server.connection(bucket + "/sources").objects()) {
      URI link = objects.link(key, Duration.ofMinutes(5));

      HttpResponse<byte[]> answer = get(link);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(random(1000));
    }
  }

  @Test
  void aPartOfItCanBeAskedForIfItIsStillTheSame() throws Exception {
    put("clip.mp4");
    try (S3Objects objects = server.connection(bucket).objects()) {
      String tag =
          get(objects.link("clip.mp4", Duration.ofMinutes(5))).headers().firstValue("ETag").get();

      HttpResponse<byte[]> rest =
          get(
              objects.link("clip.mp4", Duration.ofMinutes(5)),
              "Range",
              "bytes=900-",
              "If-Range",
              tag);

      assertThat(rest.statusCode()).isEqualTo(206);
      assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(random(1000), 900, 1000));
    }
  }

  @Test
  void anAddressIsForThisObjectAlone() throws Exception {
    put("clip.mp4");
    put("other.mp4");
    try (S3Objects objects = server.connection(bucket).objects()) {
      String link = objects.link("clip.mp4", Duration.ofMinutes(5)).toString();

      assertThat(get(URI.create(link.replace("clip.mp4", "other.mp4"))).statusCode())
          .isEqualTo(403);
    }
  }

  private void put(String key) {
    try (S3Client client = server.client()) {
      client.putObject(
          request -> request.bucket(bucket).key(key), RequestBody.fromBytes(random(1000)));
    }
  }

  private HttpResponse<byte[]> get(URI link, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(link).timeout(Duration.ofMinutes(1));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
