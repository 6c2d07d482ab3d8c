package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asyncjob.app.Samples;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The page without a mouse. */
class KeyboardTest extends PageStory {

  @Test
  void tabAndEnterLeadFromTheFileToTheDownload() throws Exception {
    key(Keys.TAB);
    assertThat(visit.focus()).isEqualTo("file");
    assertThat(focusIsVisible(".drop")).isTrue();
    visit.choose(Samples.clip());

    key(Keys.TAB);
    assertThat(visit.focus()).isEqualTo("quality");
    assertThat(focusIsVisible(":focus")).isTrue();
    key(Keys.ARROW_DOWN);
    assertThat(visit.find("quality").getDomProperty("value")).isEqualTo("4");

    key(Keys.TAB);
    assertThat(visit.focus()).isEqualTo("mono");
    assertThat(focusIsVisible(":focus")).isTrue();
    key(Keys.SPACE);
    assertThat(visit.find("mono").isSelected()).isTrue();

    key(Keys.TAB);
    assertThat(focusIsVisible(":focus")).isTrue();
    key(Keys.ENTER); // opens more options
    for (String option : List.of("track", "from", "to", "loudness")) {
      key(Keys.TAB);
      assertThat(visit.focus()).isEqualTo(option);
      assertThat(focusIsVisible(":focus")).isTrue();
    }
    key(Keys.ARROW_DOWN);

    key(Keys.TAB);
    assertThat(focusIsVisible(":focus")).isTrue();
    key(Keys.ENTER);

    visit.waitFor("Conversion successful");
    assertThat(visit.requests())
        .filteredOn(url -> url.contains("mp4tomp3?"))
        .singleElement()
        .asString()
        .contains("filename=clip.mp4", "quality=4", "mono=true", "loudness=-14")
        .doesNotContain("track", "from", "to=");

    assertThat(visit.focus()).isEqualTo("done-title");
    tabTo("download");
    assertThat(focusIsVisible(":focus")).isTrue();
    key(Keys.ENTER);
    Path mp3 = visit.browser().downloads().resolve("clip.mp3");
    await().until(() -> Files.exists(mp3));

    key(Keys.TAB);
    key(Keys.ENTER);
    assertThat(visit.canChoose()).isTrue();
    assertThat(visit.focus()).isEqualTo("file");
  }

  @Test
  void theStagesAreAnnounced() {
    visit.choose(Samples.clip());

    assertThat(visit.news()).matches("clip\\.mp4, .+, is chosen\\.");
    assertThat(visit.find("news").getAriaRole()).isEqualTo("status");
    assertThat(visit.find("file").getAccessibleName()).contains("clip.mp4");
    assertThat(visit.find("quality").getAccessibleName()).isEqualTo("Quality");
  }

  private void tabTo(String id) {
    for (int stops = 0; stops < 10 && !visit.focus().equals(id); stops++) {
      key(Keys.TAB);
    }
    assertThat(visit.focus()).isEqualTo(id);
  }

  private void key(Keys key) {
    new Actions(visit.browser().driver()).sendKeys(key).perform();
  }

  private boolean focusIsVisible(String selector) {
    return Boolean.TRUE.equals(
        visit
            .browser()
            .run(
                "const style = getComputedStyle(document.querySelector('"
                    + selector
                    + "')); return style.outlineStyle === 'solid' && style.outlineWidth === '3px'"));
  }
}
