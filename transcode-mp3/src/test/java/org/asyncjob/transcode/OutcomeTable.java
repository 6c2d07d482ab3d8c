package org.asyncjob.transcode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of docs/hostile-input.md: what a file is, and what becomes of it. */
final class OutcomeTable {

  private static final Path PAGE = Path.of("../docs/hostile-input.md");
  private static final String HEADER = "| the file | what becomes of it |\n|---|---|\n";

  private OutcomeTable() {}

  /** What the page says, in its order. */
  static Map<String, String> read() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    String page = Files.readString(PAGE);
    String[] table = page.substring(page.indexOf(HEADER) + HEADER.length()).split("\n", -1);
    for (int i = 0; i < table.length && table[i].startsWith("|"); i++) {
      String[] cells = table[i].split("(?<!\\\\)\\|", -1);
      rows.put(cells[1].strip(), cells[2].strip());
    }
    return rows;
  }

  /** Makes the page say this and leaves the text around it. */
  static void write(Map<String, String> rows) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEADER) + HEADER.length();
    int end = start;
    while (end < page.length() && page.charAt(end) == '|') {
      end = page.indexOf('\n', end) + 1;
    }
    String table =
        rows.entrySet().stream()
            .map(row -> "| " + row.getKey() + " | " + row.getValue() + " |\n")
            .collect(Collectors.joining());
    Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
  }

  static String failed(String type, String sentence) {
    return "`" + type + "`: " + sentence;
  }

  static String converted(TranscodeReport report) {
    return report.warnings().isEmpty()
        ? "An MP3"
        : "An MP3, with a warning: " + String.join(" ", report.warnings());
  }
}
