package org.asyncjob.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block of shell commands on a page, with the output that the page shows below it.
 *
 * @param commands what is to be typed
 * @param shown the lines of the output, shortened with "…"; none if the page shows none
 */
record ShellBlock(String commands, List<String> shown) {

  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```sh\n(.*?)^```$(?:\\s+^```text\n(.*?)^```$)?");
  private static final Pattern ESTIMATE =
      Pattern.compile("(?<=Retry-After: )\\d+|\\d+(?= seconds)");

  static List<ShellBlock> in(Path page) throws IOException {
    return BLOCK.matcher(Files.readString(page)).results().map(ShellBlock::of).toList();
  }

  private static ShellBlock of(MatchResult block) {
    String output = block.group(2);
    return new ShellBlock(block.group(1), output == null ? List.of() : output.lines().toList());
  }

  /** The block without its line that is this command, with or without a comment behind it. */
  ShellBlock without(String command) {
    String others =
        commands
            .lines()
            .filter(line -> !isLine(line, command))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return new ShellBlock(others, shown);
  }

  boolean has(String command) {
    return commands.lines().anyMatch(line -> isLine(line, command));
  }

  private static boolean isLine(String line, String command) {
    return line.replaceFirst("\\s+#.*", "").equals(command);
  }

  /** The block as somebody would type it who has other values than the page. */
  ShellBlock with(String shownValue, String realValue) {
    return new ShellBlock(
        commands.replace(shownValue, realValue),
        shown.stream().map(line -> line.replace(shownValue, realValue)).toList());
  }

  /** The lines that the page shows and the output has not; estimates may differ. */
  List<String> missingFrom(String output) {
    List<String> real = output.lines().toList();
    return shown.stream()
        .filter(line -> real.stream().noneMatch(pattern(line).asMatchPredicate()))
        .toList();
  }

  private static Pattern pattern(String line) {
    return Pattern.compile(
        Arrays.stream(line.split("…", -1))
            .map(Pattern::quote)
            .map(part -> ESTIMATE.matcher(part).replaceAll(Matcher.quoteReplacement("\\E\\d+\\Q")))
            .collect(Collectors.joining(".*")));
  }
}
