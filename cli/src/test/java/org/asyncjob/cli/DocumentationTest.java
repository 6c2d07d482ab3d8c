package org.asyncjob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/cli.md and the program say the same. */
class DocumentationTest {

  private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(--?[a-zA-Z][a-z0-9-]*)");

  private final String page = read();
  private final CommandLine program =
      Main.commandLine(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

  private static String read() {
    try {
      return Files.readString(Path.of("../docs/cli.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text below a heading. */
  private String section(String title) {
    Matcher heading = SECTION.matcher(page);
    while (heading.find()) {
      if (heading.group(1).equals(title)) {
        int start = heading.end();
        return page.substring(start, heading.find() ? heading.start() : page.length());
      }
    }
    throw new AssertionError("docs/cli.md has no section \"" + title + "\"");
  }

  private static Set<String> optionsIn(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(option -> !option.startsWith("-D"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> optionsOf(CommandLine command, boolean inherited) {
    return command.getCommandSpec().options().stream()
        .filter(option -> inherited || !option.inherited())
        .map(OptionSpec::names)
        .flatMap(Arrays::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyCommandHasASectionWithAnExample() {
    assertThat(program.getSubcommands().keySet())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(section(name)).contains("\n    mp4tomp3 " + name + " "));
  }

  @Test
  void everyCommandInAnExampleExistsAndItsOptionsToo() {
    Matcher example = Pattern.compile("(?m)^ {4}mp4tomp3 (\\S+)(.*)$").matcher(page);
    int examples = 0;
    while (example.find()) {
      examples++;
      CommandLine command = program.getSubcommands().get(example.group(1));
      assertThat(command).as(example.group()).isNotNull();
      assertThat(optionsOf(command, true)).containsAll(optionsIn(example.group(2)));
    }
    assertThat(examples).isGreaterThan(7);
  }

  @Test
  void everyOptionOfACommandIsInItsSection() {
    program
        .getSubcommands()
        .forEach(
            (name, command) -> {
              Set<String> missing = optionsOf(command, false);
              missing.removeAll(Set.of("-h", "--help", "-V", "--version"));
              missing.removeAll(optionsIn(section(name)));
              assertThat(missing)
                  .as("options of %s that docs/cli.md does not have", name)
                  .isEmpty();
            });
    assertThat(optionsIn(section("Options of every command")))
        .containsAll(optionsOf(program, true));
  }

  @Test
  void everyOptionInASectionExists() {
    program
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(optionsOf(command, true))
                    .as("what docs/cli.md says about %s", name)
                    .containsAll(optionsIn(section(name))));
  }

  @Test
  void theExitCodesAreThoseOfTheProgram() {
    Map<String, String> documented =
        Pattern.compile("(?m)^\\| (\\d+) \\| (.*) \\|$")
            .matcher(section("Exit codes"))
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

    assertThat(documented)
        .isEqualTo(
            Arrays.stream(ExitCode.values())
                .collect(
                    Collectors.toMap(code -> String.valueOf(code.code()), code -> code.meaning())));
    String help = program.getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertThat(documented.keySet()).allSatisfy(code -> assertThat(help).contains("   " + code));
  }
}
