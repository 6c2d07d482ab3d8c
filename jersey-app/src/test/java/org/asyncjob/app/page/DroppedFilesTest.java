package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyncjob.app.Samples;
import org.junit.jupiter.api.Test;

/** Files that are dragged to the page instead of being chosen. */
class DroppedFilesTest extends PageStory {

  @Test
  void aFileThatIsDroppedIsChosen() {
    visit.browser().drop(640, 300, Samples.clip());

    assertThat(visit.text()).contains("clip.mp4");
    visit.convert();
    visit.waitFor("Conversion successful");
  }

  @Test
  void aFileThatIsDroppedBesideTheAreaIsChosenTooAndDoesNotReplaceThePage() {
    visit.browser().drop(20, 850, Samples.clip());

    assertThat(visit.text()).contains("clip.mp4");
  }

  @Test
  void twoFilesAtOnceAreOneTooMany() {
    visit.browser().drop(640, 300, Samples.clip(), Samples.silent());

    assertThat(visit.find("wrong").getText()).isEqualTo("One file at a time, please.");
  }

  @Test
  void aFolderIsNoFile() {
    visit.browser().drop(640, 300, directory);

    assertThat(visit.find("wrong").getText())
        .isEqualTo("That is a folder. Drop the MP4 file itself.");
  }
}
