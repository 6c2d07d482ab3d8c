package org.asyncjob.verification.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** An S3 server (S3Proxy) over a directory. */
final class S3Server {

  private final BlobStoreContext context;
  private final S3Proxy proxy;
  private int buckets;

  private S3Server(BlobStoreContext context, S3Proxy proxy) {
    this.context = context;
    this.proxy = proxy;
  }

  static S3Server start(Path directory) throws Exception {
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
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, BackingServers.S3_ID, BackingServers.S3_SECRET)
            .build();
    proxy.start();
    return new S3Server(context, proxy);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  String newBucket() {
    String name = "bucket-" + ++buckets;
    context.getBlobStore().createContainerInLocation(null, name);
    return name;
  }

  void close() throws Exception {
    proxy.stop();
    context.close();
  }
}
