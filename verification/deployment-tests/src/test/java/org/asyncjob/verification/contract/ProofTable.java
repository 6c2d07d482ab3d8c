package org.asyncjob.verification.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table at the end of docs/http.md: what is promised, and the tests that prove it. */
final class ProofTable {

  private static final String HEADING = "## What proves it\n";
  private static final String HEAD = "| what is promised | what proves it |";
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)\\.([a-z]\\w*)`");
  private static final Pattern TEST =
      Pattern.compile("@(?:Test|ParameterizedTest)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);

  private final List<String> rows;

  private ProofTable(List<String> rows) {
    this.rows = rows;
  }

  /** Reads it off the page. */
  static ProofTable of(String page) {
    int start = page.indexOf(HEADING);
    if (start < 0) {
      throw new AssertionError("the page has no \"" + HEADING.strip() + '"');
    }
    return new ProofTable(
        page.substring(start + HEADING.length())
            .lines()
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| ") && !line.equals(HEAD))
            .toList());
  }

  /** Rows that name no test and do not say that there is nothing yet. */
  List<String> unproven() {
    return rows.stream()
        .filter(row -> !NAMED.matcher(row).find() && !row.contains("not yet"))
        .toList();
  }

  /** All tests that it names, as {@code Class.method}. */
  Set<String> named() {
    Set<String> named = new LinkedHashSet<>();
    for (String row : rows) {
      Matcher test = NAMED.matcher(row);
      while (test.find()) {
        named.add(test.group(1) + "." + test.group(2));
      }
    }
    return named;
  }

  /** All tests in the classes {@code …Test} below a folder, as {@code Class.method}. */
  static Set<String> testsBelow(Path folder) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(ProofTable::isTestClass).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
    Set<String> tests = new TreeSet<>();
    sources.forEach(
        (name, source) -> {
          for (String method : methods(source)) {
            tests.add(name + "." + method);
          }
        });
    return tests;
  }

  private static boolean isTestClass(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.endsWith("Test.java")
        && path.contains("/src/test/java/")
        && !path.contains("/target/");
  }

  private static List<String> methods(String source) {
    List<String> methods = new ArrayList<>();
    Matcher test = TEST.matcher(source);
    while (test.find()) {
      methods.add(test.group(1));
    }
    return methods;
  }
}
