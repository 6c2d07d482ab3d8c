/**
 * Keeps inputs and results in any S3-compatible object store.
 *
 * <p>The modules of the AWS SDK have names, but no descriptors.
 */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module org.asyncjob.s3 {
  requires transitive org.asyncjob.core;
  requires transitive software.amazon.awssdk.services.s3;
  requires org.slf4j;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.urlconnection;
  requires software.amazon.awssdk.regions;
  requires static org.jspecify;

  exports org.asyncjob.s3;
}
