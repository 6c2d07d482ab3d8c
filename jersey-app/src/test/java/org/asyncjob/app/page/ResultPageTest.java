package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncjob.app.Mp3Judge;
import org.asyncjob.app.Samples;
import org.junit.jupiter.api.Test;

/** What a browser sees that goes to the process resource or the result by itself. */
class ResultPageTest extends PageStory {

  @Test
  void theAddressOfAFinishedJobLeadsToAPageWithTheDownload() throws Exception {
    visit.choose(Samples.clip());
    visit.convert();
    visit.waitFor("Conversion successful");
    String job = visit.address().replaceFirst(".*#job=", "");

    visit.open(app.base().resolve("mp4tomp3/" + job));

    visit.waitFor("Conversion successful");
    assertThat(URI.create(visit.address()))
        .isEqualTo(app.base().resolve("mp4tomp3/" + job + "/result"));
    assertThat(visit.text()).contains("clip.mp3");
    visit.presentableInEveryLook("result-page");

    visit.press("Download MP3");
    Path mp3 = visit.browser().downloads().resolve("clip.mp3");
    await().until(() -> Files.exists(mp3));
    assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
    visit.stayedAtHomeWithoutComplaint();

    visit.press("Convert another file");
    assertThat(visit.canChoose()).isTrue();
  }
}
