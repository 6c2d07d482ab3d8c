package org.asyncjob.transcode.fetch;

import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads links with the parser whose result is dialled, so that there are no two opinions. */
final class HttpLinks {

  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?");
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern DOTTED = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

  private HttpLinks() {}

  /**
   * Reads a link.
   *
   * @throws UnusableLinkException if it is none that is fetched
   */
  static HttpUrl parse(String link) throws UnusableLinkException {
    return checked(HttpUrl.parse(link));
  }

  /**
   * Reads where a redirect leads, absolute or relative to where it comes from.
   *
   * @throws UnusableLinkException if that is nothing that is fetched
   */
  static HttpUrl resolve(HttpUrl from, String location) throws UnusableLinkException {
    HttpUrl to = checked(from.resolve(location));
    if (from.isHttps() && !to.isHttps()) {
      throw new UnusableLinkException(
          "The link leads from https on to http, where anybody could change the file.");
    }
    return to;
  }

  private static HttpUrl checked(@Nullable HttpUrl link) throws UnusableLinkException {
    if (link == null) {
      throw new UnusableLinkException(
          "The link is no valid address of the form https://host/path.");
    }
    if (!link.encodedUsername().isEmpty() || !link.encodedPassword().isEmpty()) {
      throw new UnusableLinkException(
          "The link has a user or password in front of its host; such links are not fetched.");
    }
    String host = link.host();
    if (ENDS_IN_NUMBER.matcher(host).matches() && !DOTTED.matcher(host).matches()) {
      throw new UnusableLinkException(
          "The link has a number for its host that is not written as 192.0.2.1 is.");
    }
    return link;
  }
}
