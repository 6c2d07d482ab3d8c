package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.asyncjob.app.Samples;
import org.asyncjob.app.ServedApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** What most people don't need: which track, which part, how loud. */
class MoreOptionsTest {

  @TempDir private Path directory;
  private ServedApp app;
  private Visit visit;

  @BeforeEach
  void openThem() {
    app = ServedApp.start(directory.resolve("data"));
    visit = Visit.to(app, directory, Look.DESKTOP_LIGHT);
    visit.choose(Samples.clip());
    assertThat(visit.find("track").isDisplayed()).isFalse();
    visit.browser().driver().findElement(By.tagName("summary")).click();
    assertThat(visit.find("track").isDisplayed()).isTrue();
  }

  @AfterEach
  void stop() {
    visit.close();
    app.close();
  }

  @Test
  void aPartOfATrackBecomesAnMp3OfItsLength() {
    visit.presentableInEveryLook("more-options");
    visit.find("track").sendKeys("1");
    visit.find("from").sendKeys("0.5");
    visit.find("to").sendKeys("0:01.5");
    visit.find("loudness").sendKeys("Podcast");

    visit.convert();

    visit.waitFor("Conversion successful");
    assertThat(visit.requests())
        .filteredOn(url -> url.contains("mp4tomp3?"))
        .singleElement()
        .asString()
        .contains("track=1", "from=0.5", "to=0%3A01.5", "loudness=-16");
    WebElement player = visit.find("player");
    await().until(() -> number(player, "readyState") > 0);
    assertThat(number(player, "duration")).isCloseTo(1, within(0.1));
  }

  @Test
  void aTimeThatIsNoneIsAnsweredWithTheRule() {
    visit.find("from").sendKeys("soon");

    visit.convert();

    visit.waitFor("The server refused the file");
    assertThat(visit.find("why").getText()).contains("\"from\" is \"soon\"", "e.g. 90");
  }

  private static double number(WebElement player, String property) {
    return Double.parseDouble(player.getDomProperty(property));
  }
}
