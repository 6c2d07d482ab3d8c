package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.asyncjob.app.Samples;
import org.asyncjob.app.ServedApp;
import org.junit.jupiter.api.Test;

/** Files that cannot be converted: the page says why, in words. */
class RefusedFilesTest extends PageStory {

  @Test
  void aTextThatCallsItselfAVideoFailsWithASentence() {
    visit.choose(Samples.text(directory));
    visit.convert();

    visit.waitFor("Conversion failed");
    assertThat(visit.find("why").getText()).contains("not").endsWith(".").doesNotContain("/");
    assertThat(visit.focus()).isEqualTo("failed-title");
    visit.presentableInEveryLook("failed");
    visit.stayedAtHomeWithoutComplaint();
  }

  @Test
  void aVideoWithoutSoundIsSaidToHaveNone() {
    visit.choose(Samples.silent());
    visit.convert();

    visit.waitFor("Conversion failed");
    assertThat(visit.find("why").getText()).containsIgnoringCase("audio");
    assertThat(visit.text()).contains("silent.mp4").doesNotContain("Try again");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedBeforeItIsSent() {
    Path tooLarge = Samples.ofSize(directory, ServedApp.MOST_BYTES + 1);

    visit.choose(tooLarge);

    assertThat(visit.find("wrong").getText())
        .isEqualTo(
            "holiday.mp4 is too large: it has 26,214,401 bytes,"
                + " and this server takes files up to 26,214,400 bytes.");
    assertThat(visit.news()).isEqualTo(visit.find("wrong").getText());
    visit.presentableInEveryLook("too-large");

    visit.convert();
    assertThat(visit.canChoose()).isTrue();
    assertThat(visit.requests()).isNotEmpty().noneMatch(url -> url.contains("mp4tomp3"));
    assertThat(visit.browser().complaints()).isEmpty();
  }

  @Test
  void aFileOfExactlyTheLimitIsTaken() {
    visit.choose(Samples.ofSize(directory, ServedApp.MOST_BYTES));

    assertThat(visit.text()).contains("holiday.mp4", "25 MB").doesNotContain("too large");
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() {
    visit.choose(Samples.ofSize(directory, 0));

    assertThat(visit.find("wrong").getText()).isEqualTo("holiday.mp4 is empty.");
  }

  @Test
  void convertingNothingAsksForAFile() {
    visit.convert();

    assertThat(visit.find("wrong").getText()).isEqualTo("Choose an MP4 file first.");
    assertThat(visit.focus()).isEqualTo("file");
  }

  @Test
  void aBetterFileTakesTheComplaintAway() {
    visit.choose(Samples.ofSize(directory, 0));
    visit.choose(Samples.clip());

    assertThat(visit.find("wrong").isDisplayed()).isFalse();
    assertThat(visit.find("file").getDomAttribute("aria-invalid")).isNull();
    assertThat(visit.text()).contains("clip.mp4");
  }

  @Test
  void whatTheServerSaysAboutARefusalIsShown() {
    visit.choose(Samples.clip());
    visit.browser().run("document.querySelector('#quality option').value = '77'");
    visit.browser().run("document.querySelector('#quality').selectedIndex = 0");
    visit.convert();

    visit.waitFor("The server refused the file");
    assertThat(visit.find("why").getText()).contains("77");

    visit.browser().run("document.querySelector('#quality').selectedIndex = 1");
    visit.press("Try again");
    visit.waitFor("Conversion successful");
  }

  @Test
  void aLimitThatWasLoweredSinceThePageWasOpenedIsSaidByTheServer() {
    visit.choose(Samples.clip());
    restartTheServer("--max-input-bytes", "100000");

    visit.convert();

    visit.waitFor("The server refused the file");
    assertThat(visit.find("why").getText()).contains("100000");
  }
}
