package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that shows what a program does not say is found out. */
class ShellBlockTest {

  private static final List<String> SHOWN =
      List.of("HTTP/1.1 202 Accepted", "Retry-After: 1", "{\"id\":\"…\",\"left\":\"3 seconds\",…}");

  private final ShellBlock block = new ShellBlock("curl -i http://shown/\n", SHOWN);

  @Test
  void whatIsShownMayBeShortenedAndHaveOtherEstimates() {
    assertThat(
            block.missingFrom(
                "HTTP/1.1 202 Accepted\r\nServer: x\r\nRetry-After: 17\r\n\r\n"
                    + "{\"id\":\"7\",\"left\":\"250 seconds\",\"more\":1}"))
        .isEmpty();
  }

  @Test
  void anotherStatusOrMemberIsMissed() {
    assertThat(
            block.missingFrom(
                "HTTP/1.1 200 Accepted\r\nRetry-After: 1\r\n\r\n"
                    + "{\"id\":\"7\",\"rest\":\"3 seconds\",\"more\":1}"))
        .containsExactly(SHOWN.get(0), SHOWN.get(2));
  }

  @Test
  void theOutputBelowABlockBelongsToIt(@TempDir Path directory) throws Exception {
    Path page =
        Files.writeString(
            directory.resolve("page.md"),
            """
            ```sh
            one   # the first
            two
            ```

            ```text
            three
            ```

            ```sh
            four
            ```

            Words.

            ```text
            five
            ```
            """);

    List<ShellBlock> blocks = ShellBlock.in(page);

    assertThat(blocks)
        .containsExactly(
            new ShellBlock("one   # the first\ntwo\n", List.of("three")),
            new ShellBlock("four\n", List.of()));
    assertThat(blocks.get(0).has("one")).isTrue();
    assertThat(blocks.get(0).without("one").commands()).isEqualTo("two\n");
    assertThat(blocks.get(0).with("two", "2").commands()).isEqualTo("one   # the first\n2\n");
  }
}
