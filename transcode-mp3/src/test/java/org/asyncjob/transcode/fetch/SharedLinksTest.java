package org.asyncjob.transcode.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.asyncjob.JobFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links as people copy them, and the pages that are behind them. */
class SharedLinksTest {

  private static final String DRIVE = "https://drive.usercontent.google.com/download?id=";

  /** What Google Drive shows for a file that it does not scan, shortened. */
  private static final String DRIVE_WARNING =
      """
      <!DOCTYPE html><html><head><title>Google Drive - Virus scan warning</title>
      <meta http-equiv="content-type" content="text/html; charset=utf-8"/></head>
      <body><div class="uc-main"><p class="uc-warning-caption">Google Drive can't scan this file for
      viruses.</p><form id="download-form" action="https://drive.usercontent.google.com/download"
      method="get"><input type="submit" id="uc-download-link" value="Download anyway"/>
      <input type="hidden" name="confirm" value="t"></form></div></body></html>
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "https://www.dropbox.com/s/abc/clip.mp4?dl=0, https://www.dropbox.com/s/abc/clip.mp4?dl=1",
    "https://www.dropbox.com/s/abc/clip.mp4, https://www.dropbox.com/s/abc/clip.mp4?dl=1",
    "http://dropbox.com/s/abc/clip.mp4?raw=1, https://dropbox.com/s/abc/clip.mp4?dl=1",
    "https://www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k&st=s&dl=0,"
        + " https://www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k&st=s&dl=1",
    "https://drive.google.com/file/d/AbC-1_x/view?usp=sharing, "
        + DRIVE
        + "AbC-1_x&export=download",
    "https://drive.google.com/file/u/1/d/AbC/view, " + DRIVE + "AbC&export=download",
    "https://drive.google.com/open?id=AbC, " + DRIVE + "AbC&export=download",
    "https://drive.google.com/uc?export=download&id=AbC, " + DRIVE + "AbC&export=download",
    "https://docs.google.com/uc?id=AbC, " + DRIVE + "AbC&export=download",
    "https://drive.google.com/file/d/AbC/view?resourcekey=0-k,"
        + " "
        + DRIVE
        + "AbC&export=download&resourcekey=0-k",
    "https://drive.google.com/drive/my-drive, https://drive.google.com/drive/my-drive",
    "https://example.org/s/abc/clip.mp4?dl=0, https://example.org/s/abc/clip.mp4?dl=0",
    "https://dropbox.com.evil.example/s/abc?dl=0, https://dropbox.com.evil.example/s/abc?dl=0"
  })
  void theLinkOfAPageBecomesThatOfTheFile(String pasted, String direct) throws Exception {
    assertThat(SharedLinks.direct(HttpUrl.get(pasted))).hasToString(direct);
  }

  @Test
  void theWarningOfGoogleDriveIsRecognized() {
    assertThat(failure(DRIVE_WARNING, DRIVE + "AbC", DRIVE + "AbC").orElseThrow().failure())
        .satisfies(
            failure -> {
              assertThat(failure.type()).isEqualTo("source-warning-page");
              assertThat(failure.detail()).contains("viruses").contains("upload the file itself");
            });
    String quota = "<html><head><title>Google Drive - Quota exceeded</title></head></html>";
    assertThat(failure(quota, DRIVE + "AbC", DRIVE + "AbC").orElseThrow())
        .hasMessageContaining("tomorrow");
  }

  @Test
  void aSignInOrPreviewIsSaidToBeOne() {
    String page = "<!doctype html><html lang=en><title>Sign in</title>";
    assertThat(failure(page, DRIVE + "AbC", "https://accounts.google.com/v3/signin").orElseThrow())
        .hasMessageContaining("Google Drive shows a page instead of the file");
    assertThat(
            failure(
                    page,
                    "https://www.dropbox.com/s/abc/clip.mp4?dl=1",
                    "https://www.dropbox.com/login")
                .orElseThrow())
        .hasMessageContaining("Dropbox shows a page");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html>",
        "\n\n  <html>",
        "\u00ef\u00bb\u00bf<!-- a --><!-- b -->\n<HTML lang=\"en\">",
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">",
        "<script>"
      })
  void anyPageIsSaidToBeOne(String page) throws Exception {
    WireMockServer origin = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    origin.start();
    try (Fetching fetching = new Fetching(directory)) {
      origin.stubFor(
          any(anyUrl())
              .willReturn(
                  aResponse()
                      .withHeader("Content-Type", "video/mp4")
                      .withBody(page.getBytes(StandardCharsets.ISO_8859_1))));

      assertThat(fetching.failure("http://127.0.0.1:" + origin.port() + "/clip.mp4").type())
          .isEqualTo("source-web-page");
    } finally {
      origin.stop();
    }
  }

  @Test
  void whatIsNoPageIsNotTakenForOne() {
    for (String text :
        new String[] {"", "<", "< html>", "text <html>", "\0\0\0\u0018ftypmp42<html>"}) {
      assertThat(failure(text, "https://example.org/", "https://example.org/")).isEmpty();
    }
  }

  private static Optional<JobFailedException> failure(String page, String asked, String answered) {
    return WebPages.failure(
        page.getBytes(StandardCharsets.ISO_8859_1), HttpUrl.get(asked), HttpUrl.get(answered));
  }
}
