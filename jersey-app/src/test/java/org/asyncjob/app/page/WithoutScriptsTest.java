package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.asyncjob.app.Samples;
import org.junit.jupiter.api.Test;

/** A browser in which scripts are switched off. */
class WithoutScriptsTest extends PageStory {

  @Test
  void theFormAloneUploadsTheFileAndTheBrowserFindsTheResult() {
    visit
        .browser()
        .driver()
        .executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    visit.open(app.base());
    assertThat(visit.text()).contains("doesn’t run scripts");
    visit.browser().screenshot("without-scripts");

    visit.choose(Samples.clip());
    visit.convert();

    String answer = visit.textWith("\"self\"");
    assertThat(answer).contains("\"estimated_time_to_complete\"");
    String self = answer.replaceFirst("(?s).*\"self\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    await()
        .untilAsserted(
            () -> {
              visit.browser().driver().get(self);
              assertThat(visit.browser().driver().getTitle()).startsWith("Conversion successful");
            });
  }
}
