package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.asyncjob.UnacceptableRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of S3 that is read which the operator has named, and nothing beside it. */
class S3LinksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"s3://media/talk.mp4", "S3://media/a/b c?d#e.mp4", "s3://archive/2026/talk.mp4"})
  void whatIsNamedIsRead(String link) throws Exception {
    try (S3Links links = links()) {
      assertThatCode(() -> links.check(link)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://other/talk.mp4",
        "s3://mediaX/talk.mp4",
        "s3://media/",
        "s3://media",
        "s3:media/a",
        "s3:///a",
        "s3://archive/talk.mp4",
        "s3://archive/2026",
        "s3://archive/2026/",
        "s3://archive/20261/talk.mp4",
        "s3://archive/2026/../secret.mp4",
        "s3://archive/2026/./a",
        "s3://archive/2026/.."
      })
  void whatIsBesideItIsNot(String link) throws Exception {
    try (S3Links links = links()) {
      assertThatThrownBy(() -> links.check(link)).isInstanceOf(UnacceptableRequestException.class);
    }
  }

  @Test
  void anAddressIsSignedAtTheEndpointOfTheServer() throws Exception {
    System.setProperty("aws.accessKeyId", "the-id");
    System.setProperty("aws.secretAccessKey", "the-secret");
    try (S3Links links = links()) {
      URI address = links.address("s3://archive/2026/a b.mp4");

      assertThat(address).hasHost("minio.lan").hasPort(9000).hasPath("/archive/2026/a b.mp4");
      assertThat(address.toString()).contains("X-Amz-Signature=").doesNotContain("the-secret");
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  private static S3Links links() throws Exception {
    StorageOptions storage =
        ServeOptions.parse("--s3-endpoint", "http://minio.lan:9000", "--s3-region", "eu-central-1")
            .storage();
    return S3Links.open(List.of("media", "archive/2026"), storage);
  }
}
