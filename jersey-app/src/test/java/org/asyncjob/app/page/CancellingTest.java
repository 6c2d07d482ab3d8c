package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.asyncjob.app.Samples;
import org.junit.jupiter.api.Test;

/** People who change their mind. */
class CancellingTest extends PageStory {

  @Test
  void anUploadThatIsCancelledLeavesTheFileChosen() throws IOException {
    visit.choose(Samples.clip());
    visit.browser().slowUploads(Samples.aQuarterOf(Samples.clip()));
    visit.convert();
    visit.waitFor("Uploading");
    await().until(() -> visit.percent() > 0);

    visit.press("Cancel");

    assertThat(visit.canChoose()).isTrue();
    assertThat(visit.text()).contains("clip.mp4");
    assertThat(visit.news()).isEqualTo("The upload was cancelled.");
    assertThat(visit.focus()).isEqualTo("file");

    visit.browser().goOnline();
    visit.convert();
    visit.waitFor("Conversion successful");
  }

  @Test
  void aConversionThatIsCancelledStopsOnTheServer() throws Exception {
    Path concert = Samples.concert(directory);
    visit.choose(concert);
    visit.convert();
    visit.waitFor("Converting");

    visit.press("Cancel");

    visit.waitFor("Conversion cancelled");
    visit.presentableInEveryLook("cancelled");
    assertThat(visit.address()).doesNotContain("#");
    visit.stayedAtHomeWithoutComplaint();

    visit.press("Try again");
    visit.waitFor("Converting");
  }
}
