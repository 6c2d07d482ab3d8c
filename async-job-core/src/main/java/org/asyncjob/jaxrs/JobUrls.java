package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.asyncjob.JobId;

/**
 * The only builder of URLs: absolute ones, as the client of the current request sees them. Text,
 * because every answer has several of them and nobody needs them parsed.
 *
 * @param base the application, ending with a slash
 * @param controller the resource that accepts work
 */
record JobUrls(URI base, String controller) {

  /**
   * Reads them off the request.
   *
   * @param depth how many path segments the request has below the controller
   */
  static JobUrls of(UriInfo request, Optional<URI> publicBase, int depth) {
    URI base = publicBase.orElseGet(() -> withoutImpliedPort(request.getBaseUri()));
    String path = request.getPath(false);
    String controller = path.startsWith("/") ? path.substring(1) : path;
    if (controller.endsWith("/")) {
      controller = controller.substring(0, controller.length() - 1);
    }
    for (int i = 0; i < depth; i++) {
      controller = controller.substring(0, Math.max(0, controller.lastIndexOf('/')));
    }
    return new JobUrls(base, base + controller);
  }

  /** Some servers name the port that the scheme has anyway, which no client has asked for. */
  private static URI withoutImpliedPort(URI base) {
    int implied = base.getScheme().equals("https") ? 443 : 80;
    return base.getPort() == implied
        ? URI.create(base.toString().replaceFirst(":" + implied + "/", "/"))
        : base;
  }

  String process(JobId id) {
    return controller + "/" + id;
  }

  String result(JobId id) {
    return process(id) + "/result";
  }

  String download(JobId id, String filename) {
    return result(id) + "/" + ContentDisposition.percentEncoded(filename);
  }
}
