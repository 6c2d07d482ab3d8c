package org.asyncjob.cli;

import java.nio.file.Path;

/**
 * One file to convert.
 *
 * @param input the MP4
 * @param output the MP3
 */
record Conversion(Input input, Path output) {

  /** What to call it in messages. */
  String name() {
    return input.name();
  }
}
