/**
 * Long-running work behind HTTP: 202 with a process resource, 200 while it runs, 303 to the result.
 *
 * <p>Applications on the module path open the packages of their resources to their JAX-RS runtime
 * and those of their option types to {@code com.fasterxml.jackson.databind}.
 */
module org.asyncjob.core {
  requires transitive com.fasterxml.jackson.databind;
  requires org.slf4j;
  // Engines without HTTP work without it.
  requires static jakarta.ws.rs;
  requires static org.jspecify;

  exports org.asyncjob;
  exports org.asyncjob.engine;
  exports org.asyncjob.executor;
  exports org.asyncjob.jaxrs;
  exports org.asyncjob.local;
  exports org.asyncjob.spi;
  exports org.asyncjob.store;

  // JAX-RS runtimes inject into the fields of JobResource.
  opens org.asyncjob.jaxrs;
}
