package org.example.reports;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.asyncjob.s3.S3BlobStore;
import org.junit.jupiter.api.Test;

/** The AWS SDK finds its parts on the module path, too, and says that nobody is there. */
class BucketTest {

  @Test
  void aBucketThatCannotBeReachedIsTold() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }

    assertThatThrownBy(
            () ->
                S3BlobStore.at(URI.create("s3://reports"))
                    .endpoint(URI.create("http://127.0.0.1:" + unused))
                    .region("eu-central-1")
                    .pathStyle(true)
                    .credentials("id", "secret")
                    .open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bucket \"reports\" does not answer");
  }
}
