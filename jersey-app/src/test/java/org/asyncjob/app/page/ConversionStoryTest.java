package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncjob.app.Mp3Judge;
import org.asyncjob.app.Samples;
import org.asyncjob.app.ServedApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** From a video to an MP3 that plays, as somebody with a browser goes through it. */
class ConversionStoryTest {

  @TempDir private Path directory;
  private ServedApp app;

  @BeforeEach
  void serve() {
    app = ServedApp.start(directory.resolve("data"));
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @ParameterizedTest
  @EnumSource
  void aVideoBecomesAnMp3ThatPlaysAndCanBeKept(Look look) throws Exception {
    try (Visit visit = Visit.to(app, directory, look)) {
      visit.presentable("1-choose");

      visit.choose(Samples.clip());
      assertThat(visit.text()).contains("clip.mp4");
      visit.presentable("2-chosen");

      visit.browser().slowUploads(Samples.aQuarterOf(Samples.clip()));
      visit.convert();
      visit.waitFor("Uploading");
      await().until(() -> visit.percent() > 0);
      visit.presentable("3-uploading");
      visit.browser().goOnline();

      visit.waitFor("Conversion successful");
      assertThat(visit.focus()).isEqualTo("done-title");
      assertThat(visit.text()).contains("clip.mp3");
      hear(visit);
      visit.presentable("5-done");

      keep(visit);
      visit.stayedAtHomeWithoutComplaint();

      visit.press("Convert another file");
      assertThat(visit.canChoose()).isTrue();
      assertThat(visit.text()).contains("Choose an MP4 file");
    }
  }

  static void hear(Visit visit) {
    WebElement player = visit.find("player");
    await().until(() -> number(player, "readyState") > 0);
    assertThat(number(player, "duration")).isCloseTo(Samples.CLIP_SECONDS, within(0.1));
    player.sendKeys(Keys.SPACE);
    await().until(() -> number(player, "currentTime") > 0.2);
    player.sendKeys(Keys.SPACE);
    assertThat(player.getDomProperty("error")).isNull();
  }

  static void keep(Visit visit) throws IOException, InterruptedException {
    visit.press("Download MP3");
    Path mp3 = visit.browser().downloads().resolve("clip.mp3");
    await().until(() -> Files.exists(mp3));
    assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
  }

  private static double number(WebElement player, String property) {
    return Double.parseDouble(player.getDomProperty(property));
  }
}
