package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asyncjob.JobRequest;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.executor.DirectJobExecutor;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.store.InMemoryJobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client reads whose options are not those of the handler. */
class OptionRefusalTest {

  @TempDir Path directory;

  private JobEngine engine;

  @BeforeEach
  void start() throws Exception {
    engine =
        JobEngine.builder()
            .store(new InMemoryJobStore())
            .blobs(new FileBlobStore(directory.resolve("blobs")))
            .executor(new DirectJobExecutor())
            .handler("types", Types.class, (options, job) -> job.json(options.text()))
            .handler("none", None.class, (options, job) -> job.json(1))
            .handler("strict", Strict.class, (options, job) -> job.json(1))
            .workDirectory(directory.resolve("work"))
            .build();
    engine.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "boxed, a whole number",
    "whole, a whole number",
    "boxedLong, a whole number",
    "wholeLong, a whole number",
    "yes, true or false",
    "boxedYes, true or false",
    "fraction, a number",
    "boxedFraction, a number",
    "list, another form of value"
  })
  void aWrongTypeIsToldInTheWordsOfTheRightOne(String option, String expected) {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> submit("types", Map.of(option, "apple")))
        .withMessage(
            "Option \"%s\" has a value of the wrong type; expected %s."
                .formatted(option, expected));
  }

  @Test
  void textIsExpectedWhereAListComes() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> submit("types", Map.of("text", List.of("a", "b"))))
        .withMessage("Option \"text\" has a value of the wrong type; expected text.");
  }

  @Test
  void anOptionInsideAnotherIsNamedWithIt() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> submit("types", Map.of("inner", Map.of("depth", "deep"))))
        .withMessage(
            "Option \"inner.depth\" has a value of the wrong type; expected a whole number.");
  }

  @Test
  void whatTheOptionsThemselvesRefuseIsToldInTheirWords() {
    assertThatExceptionOfType(UnacceptableRequestException.class)
        .isThrownBy(() -> submit("strict", Map.of("size", 11)))
        .withMessage("The size is 10 at most.");
  }

  @Test
  void whatTheOptionsRefuseWithoutAWordForTheClientIsNotUnderstood() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> submit("strict", Map.of("size", -1)))
        .withMessage("The options cannot be understood.");
  }

  private void submit(String kind, Map<String, ?> options) {
    engine.submit(JobRequest.builder(kind).options(options).build());
  }

  record Inner(int depth) {}

  record None() {}

  record Types(
      Integer boxed,
      int whole,
      Long boxedLong,
      long wholeLong,
      boolean yes,
      Boolean boxedYes,
      double fraction,
      Double boxedFraction,
      List<String> list,
      String text,
      Inner inner) {}

  record Strict(int size) {
    Strict {
      if (size > 10) {
        throw new UnacceptableRequestException("The size is 10 at most.");
      }
      if (size < 0) {
        throw new IllegalArgumentException("/secret/path");
      }
    }
  }
}
