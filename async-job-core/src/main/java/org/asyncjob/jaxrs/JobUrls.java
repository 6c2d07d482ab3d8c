package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.asyncjob.JobId;

/**
 * The only builder of URLs: absolute ones, as the client of the current request sees them.
 *
 * @param base the application, ending with a slash
 * @param controller the resource that accepts work
 */
record JobUrls(URI base, URI controller) {

  /**
   * Reads them off the request.
   *
   * @param depth how many path segments the request has below the controller
   */
  static JobUrls of(UriInfo request, Optional<URI> publicBase, int depth) {
    URI base = publicBase.orElseGet(request::getBaseUri);
    String path = request.getPath(false);
    String controller = path.startsWith("/") ? path.substring(1) : path;
    if (controller.endsWith("/")) {
      controller = controller.substring(0, controller.length() - 1);
    }
    for (int i = 0; i < depth; i++) {
      controller = controller.substring(0, Math.max(0, controller.lastIndexOf('/')));
    }
    return new JobUrls(base, URI.create(base + controller));
  }

  URI process(JobId id) {
    return URI.create(processText(id));
  }

  URI result(JobId id) {
    return URI.create(resultText(id));
  }

  URI download(JobId id, String filename) {
    return URI.create(downloadText(id, filename));
  }

  // As text, for documents with many of them, where nobody needs each parsed.

  String processText(JobId id) {
    return controller + "/" + id;
  }

  String resultText(JobId id) {
    return processText(id) + "/result";
  }

  String downloadText(JobId id, String filename) {
    return resultText(id) + "/" + ContentDisposition.percentEncoded(filename);
  }
}
