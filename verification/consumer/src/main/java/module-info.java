/** An application that has the library on its module path. */
open module org.example.reports {
  requires jakarta.ws.rs;
  requires org.asyncjob.client;
  requires org.asyncjob.core;
  requires org.asyncjob.s3;
  requires org.glassfish.grizzly.http.server;
  requires org.glassfish.jersey.container.grizzly2.http;
  requires org.glassfish.jersey.core.server;
}
