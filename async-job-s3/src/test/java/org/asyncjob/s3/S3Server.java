package org.asyncjob.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server (S3Proxy) on a free port of the loopback interface, over a directory. */
final class S3Server {

  static final String ID = "the-access-key";
  static final String SECRET = "the-secret-of-that-key";

  private final BlobStoreContext context;
  private final S3Proxy proxy;
  private final URI endpoint;

  private S3Server(BlobStoreContext context, S3Proxy proxy) {
    this.context = context;
    this.proxy = proxy;
    this.endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  static S3Server start(Path directory) throws Exception {
    return start(directory, false);
  }

  /** One that takes requests with {@code x-amz-checksum-sha256}, although it looks at none. */
  static S3Server startIgnoringUnknownFields(Path directory) throws Exception {
    return start(directory, true);
  }

  private static S3Server start(Path directory, boolean ignoreUnknownFields) throws Exception {
    Properties settings = new Properties();
    settings.setProperty("jclouds.filesystem.basedir", directory.toString());
    BlobStoreContext context =
        ContextBuilder.newBuilder(new FilesystemNio2BlobProviderMetadata())
            .credentials("none", "none")
            .overrides(settings)
            .build(BlobStoreContext.class);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(context.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ID, SECRET)
            .ignoreUnknownHeaders(ignoreUnknownFields)
            .build();
    proxy.start();
    return new S3Server(context, proxy);
  }

  URI endpoint() {
    return endpoint;
  }

  String newBucket() {
    return newBucket("bucket-" + UUID.randomUUID());
  }

  String newBucket(String name) {
    context.getBlobStore().createContainerInLocation(null, name);
    return name;
  }

  /** What an application would set to use one of its buckets. */
  S3Connection connection(String bucketAndPrefix) {
    return S3BlobStore.at(URI.create("s3://" + bucketAndPrefix))
        .endpoint(endpoint)
        .pathStyle(true)
        .region("eu-central-1")
        .credentials(ID, SECRET)
        .partSize(5 * 1024 * 1024);
  }

  /** To look at what is there without what is tested. */
  S3Client client() {
    return Clients.to(endpoint, ID, SECRET);
  }

  void close() throws Exception {
    proxy.stop();
    context.close();
  }
}
