package org.asyncjob.transcode.fetch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.asyncjob.JobFailedException;

/** Recognizes pages that are handed out instead of files. */
final class WebPages {

  /** How much of a page has to be read to tell which one it is. */
  static final int ENOUGH = 64 * 1024;

  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final List<String> BEGINNINGS =
      List.of("<!doctype", "<html", "<head", "<body", "<meta", "<title", "<script", "<?xml");
  private static final List<String> DRIVE_WARNING =
      List.of("virus scan warning", "id=\"uc-download-link\"", "id=\"download-form\"");
  private static final String SIGN_IN = "accounts.google.com";

  private WebPages() {}

  /** Whether it may be a page, as far as its first bytes tell. */
  static boolean mayBegin(byte[] beginning) {
    String text = new String(beginning, StandardCharsets.ISO_8859_1);
    String rest = text.replace(BYTE_ORDER_MARK, "").stripLeading();
    return beginning.length > 0 && (rest.isEmpty() || rest.startsWith("<"));
  }

  /**
   * The failure to end with, if this is a page.
   *
   * @param asked the link as it was asked for
   * @param answered where the page comes from, after redirects
   */
  static Optional<JobFailedException> failure(byte[] beginning, HttpUrl asked, HttpUrl answered) {
    String page = new String(beginning, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (!isPage(page)) {
      return Optional.empty();
    }
    Optional<String> service = SharedLinks.service(asked).or(() -> SharedLinks.service(answered));
    if (service.equals(Optional.of("Google Drive")) && !answered.host().equals(SIGN_IN)) {
      if (DRIVE_WARNING.stream().anyMatch(page::contains)) {
        return Optional.of(FetchFailures.driveWarning());
      }
      if (page.contains("quota exceeded")) {
        return Optional.of(FetchFailures.driveQuota());
      }
    }
    return Optional.of(service.map(FetchFailures::notShared).orElseGet(FetchFailures::webPage));
  }

  private static boolean isPage(String text) {
    int mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
    String rest = text.substring(mark).stripLeading();
    while (rest.startsWith("<!--")) {
      int end = rest.indexOf("-->");
      if (end < 0) {
        return true;
      }
      rest = rest.substring(end + "-->".length()).stripLeading();
    }
    return BEGINNINGS.stream().anyMatch(rest::startsWith);
  }
}
