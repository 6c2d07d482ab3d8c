package org.asyncjob.jaxrs;

import java.net.URI;

/** Makes the page that a browser sees at the address of a result. Safe for many threads. */
@FunctionalInterface
public interface ResultPage {

  /**
   * Returns a whole HTML document.
   *
   * @param result what is there to download; its name may come from a client: escape it
   * @param download the absolute URL that hands it out
   * @param base the absolute URL of the application, ending with a slash
   */
  String html(ResultFile result, URI download, URI base);
}
