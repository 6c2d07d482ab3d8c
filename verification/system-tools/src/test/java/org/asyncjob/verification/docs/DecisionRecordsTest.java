package org.asyncjob.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Decision records stay short enough to be read, and each has its own number. */
class DecisionRecordsTest {

  private static final Path DIRECTORY = Path.of("../../docs/adr");
  private static final int MOST_LINES = 40;

  @Test
  void theyAreNumberedWithoutGapsAndRepetitions() throws IOException {
    List<Path> records = records();

    assertThat(records)
        .extracting(record -> record.getFileName().toString().substring(0, 4))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, records.size()).mapToObj("%04d"::formatted).toList());
  }

  @Test
  void eachHasItsNumberInTheTitleAndIsAtMostFortyLinesLong() throws IOException {
    for (Path record : records()) {
      List<String> lines = Files.readAllLines(record);
      int number = Integer.parseInt(record.getFileName().toString().substring(0, 4));

      assertThat(lines).as(record.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
      assertThat(lines.get(0)).as(record.toString()).startsWith("# " + number + ". ");
    }
  }

  @Test
  void eachSaysContextDecisionAndConsequences() throws IOException {
    for (Path record : records()) {
      assertThat(Files.readAllLines(record))
          .as(record.toString())
          .containsSubsequence("## Context", "## Decision", "## Consequences")
          .anyMatch(line -> line.matches("Status: (accepted|superseded by .*)"));
    }
  }

  private static List<Path> records() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      List<Path> records = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      assertThat(records).isNotEmpty();
      return records;
    }
  }
}
