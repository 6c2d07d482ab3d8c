package org.asyncjob.app;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.asyncjob.jaxrs.ResultFile;
import org.asyncjob.jaxrs.ResultPage;

/** "Conversion successful", with a player and a download button. */
final class HtmlResultPage implements ResultPage {

  private final String template =
      PageFiles.read("result.html")
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
          .orElseThrow(() -> new IllegalStateException("result.html is missing"));

  @Override
  public String html(ResultFile result, URI download, URI base) {
    // The file name comes last: whatever a client has put into it is not looked at again.
    return template
        .replace("{{base}}", escaped(base.toString()))
        .replace("{{download}}", escaped(download.toString()))
        .replace("{{filename}}", escaped(result.name()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
