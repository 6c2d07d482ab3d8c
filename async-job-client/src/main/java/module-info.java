/** Drives a server that accepts long-running work: submit, wait, download, cancel. */
module org.asyncjob.client {
  requires transitive okhttp3;
  requires com.fasterxml.jackson.databind;
  requires dev.failsafe.core;
  requires static org.jspecify;

  exports org.asyncjob.client;
}
