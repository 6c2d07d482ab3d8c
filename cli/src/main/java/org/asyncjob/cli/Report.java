package org.asyncjob.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.asyncjob.cli.progress.ProgressDisplay;
import org.asyncjob.cli.progress.ProgressView;

/** What a command says: results to standard output, everything else to standard error. */
final class Report {

  private final PrintStream out;
  private final PrintStream err;
  private final GlobalOptions options;

  Report(PrintStream out, PrintStream err, GlobalOptions options) {
    this.out = out;
    this.err = err;
    this.options = options;
  }

  /** Says the result: the text to people, the members to programs. */
  void result(String text, Map<String, Object> members) {
    out.println(options.json ? json(members) : text);
    out.flush();
  }

  /** Says a failure: the sentence to everybody, the members to programs in addition. */
  void failure(String sentence, Map<String, Object> members) {
    err.println("mp4tomp3: " + sentence);
    err.flush();
    if (options.json) {
      out.println(json(members));
      out.flush();
    }
  }

  /** Says what is wrong with a result all the same, which is no progress: also when quiet. */
  void warnings(String name, List<String> sentences) {
    sentences.forEach(sentence -> err.println("mp4tomp3: " + name + ": " + sentence));
    err.flush();
  }

  /** The same as a member of what programs are told. */
  static void putWarnings(Map<String, Object> members, List<String> sentences) {
    if (!sentences.isEmpty()) {
      members.put("warnings", sentences);
    }
  }

  /** Says something that people like to know. */
  void note(String sentence) {
    if (!options.quiet && !options.json) {
      err.println(sentence);
    }
  }

  /** Says something to those who asked for more. */
  void detail(String sentence) {
    if (options.verbose) {
      err.println(sentence);
    }
  }

  boolean isVerbose() {
    return options.verbose;
  }

  PrintStream err() {
    return err;
  }

  /** Starts to show the progress of a job, as far as that is wanted here. */
  ProgressView progress(String name) {
    ProgressDisplay display =
        options.quiet || options.json ? ProgressDisplay.NONE : ProgressDisplay.ofStandardError();
    return display.start(name, err);
  }

  private static String json(Map<String, Object> members) {
    try {
      return JsonMapper.builder().build().writeValueAsString(members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of plain texts and numbers became no JSON", e);
    }
  }
}
