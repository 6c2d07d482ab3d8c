package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.asyncjob.app.Mp3Judge;
import org.asyncjob.app.Samples;
import org.junit.jupiter.api.Test;

/** Shows that those who judge the page in the other tests can say no. */
class JudgesTest extends PageStory {

  @Test
  void axeFindsAPictureWithoutWords() {
    visit.browser().run("document.querySelector('header img').removeAttribute('alt')");

    assertThat(visit.browser().accessibilityViolations())
        .singleElement()
        .asString()
        .startsWith("image-alt");
  }

  @Test
  void somethingTooWideForTheWindowIsSeen() {
    assertThat(visit.browser().scrollsSideways()).isFalse();

    visit.browser().run("document.querySelector('h1').style.width = '3000px'");

    assertThat(visit.browser().scrollsSideways()).isTrue();
  }

  @Test
  void whatThePolicyForbidsIsAComplaint() {
    visit.browser().run("document.createElement('img').src = 'http://127.0.0.2/spy.png'");

    await().untilAsserted(() -> assertThat(visit.browser().complaints()).isNotEmpty());
  }

  @Test
  void aVisitToAnotherOriginIsSeen() {
    visit.open(app.base().resolve("http://localhost:" + app.base().getPort() + "/"));

    assertThatThrownBy(visit::stayedAtHomeWithoutComplaint)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("http://localhost:");
  }

  @Test
  void aDamagedMp3IsNoGoodMp3() throws Exception {
    visit.choose(Samples.clip());
    visit.convert();
    visit.waitFor("Conversion successful");
    visit.press("Download MP3");
    Path mp3 = visit.browser().downloads().resolve("clip.mp3");
    await().until(() -> Files.exists(mp3));
    byte[] bytes = Files.readAllBytes(mp3);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 2000, (byte) 0);
    Files.write(mp3, bytes);

    assertThat(Mp3Judge.problemsOf(mp3)).isNotEmpty();
  }
}
