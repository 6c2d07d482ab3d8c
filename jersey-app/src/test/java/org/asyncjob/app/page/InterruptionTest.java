package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.asyncjob.app.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can come between a person and a conversion that takes its time. */
class InterruptionTest extends PageStory {

  @BeforeEach
  void convertSomethingLong() throws Exception {
    visit.choose(Samples.concert(directory));
    visit.convert();
    visit.waitFor("Converting");
    await().until(() -> visit.percent() > 0);
  }

  @Test
  void theTimeLeftIsSaidAndTheProgressNeverGoesBack() {
    assertThat(visit.find("left").getText()).matches("About .+ left");
    visit.presentableInEveryLook("4-converting");
    int before = visit.percent();
    await().until(() -> visit.percent() > before);
    assertThat(visit.browser().driver().getTitle())
        .containsPattern("\\d+% converting – MP4 to MP3");
    visit.stayedAtHomeWithoutComplaint();
  }

  @Test
  void reloadingThePageGoesOnWithTheSameConversion() {
    String address = visit.address();
    int before = visit.percent();

    visit.browser().driver().navigate().refresh();

    visit.waitFor("Converting");
    assertThat(visit.address()).isEqualTo(address);
    assertThat(visit.text()).contains("concert.mp4");
    await().until(() -> visit.percent() >= before);
  }

  @Test
  void aLostConnectionIsSaidAndTheConversionIsNotLost() {
    visit.browser().goOffline();
    await().until(() -> visit.find("trouble").isDisplayed());
    assertThat(visit.find("trouble").getText())
        .startsWith("The server can’t be reached at the moment.");
    assertThat(visit.news()).isEqualTo(visit.find("trouble").getText());
    visit.presentableInEveryLook("connection-lost");

    visit.browser().goOnline();
    await().until(() -> !visit.find("trouble").isDisplayed());
    assertThat(visit.heading()).isEqualTo("Converting");
  }

  @Test
  void aServerThatIsGoneIsWaitedFor() {
    app.close();
    await().until(() -> visit.find("trouble").isDisplayed());

    assertThat(visit.heading()).isEqualTo("Converting");
    assertThat(visit.find("trouble").getText()).contains("trying again");
  }

  @Test
  void aServerThatIsStartedAgainGoesOnWithTheConversion() {
    String address = visit.address();

    restartTheServer();

    await().until(() -> !visit.find("trouble").isDisplayed());
    assertThat(visit.heading()).isEqualTo("Converting");
    assertThat(visit.address()).isEqualTo(address);
    int reached = visit.percent();
    await().until(() -> visit.percent() > reached);
  }

  @Test
  void aServerThatHasForgottenTheConversionIsGivenTheFileAgain() {
    restartTheServer("--store", "memory");

    visit.waitFor("This conversion is gone");
    visit.press("Try again");
    visit.waitFor("Converting");
  }

  @Test
  void aConversionThatTheServerNoLongerHasIsSaidToBeGone() {
    String unknown = visit.address().replaceFirst("#job=.*", "#job=unknown-to-the-server");

    visit.browser().run("location.href = '" + unknown + "'");

    visit.waitFor("This conversion is gone");
    assertThat(visit.find("why").getText()).contains("Convert the file again");
  }
}
