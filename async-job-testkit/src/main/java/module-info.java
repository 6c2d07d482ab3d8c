/** The contracts of job stores, executors and blob stores, as tests to extend. */
module org.asyncjob.testkit {
  requires transitive org.asyncjob.core;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires org.junit.jupiter.params;
  requires static org.jspecify;

  exports org.asyncjob.testkit;

  // The tests are not public.
  opens org.asyncjob.testkit to
      org.junit.platform.commons;
}
