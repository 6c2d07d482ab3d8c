package org.asyncjob.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.asyncjob.cli.progress.ProgressView;
import org.asyncjob.transcode.Mp3Options;

/** Makes an MP3 of an MP4, somewhere. */
interface Converter extends AutoCloseable {

  /**
   * Converts one file.
   *
   * @param output exists and is empty; filled on return, of no use after an exception
   * @throws java.io.UncheckedIOException if the output cannot be written
   * @throws CommandFailure if this file cannot be converted
   * @throws org.asyncjob.client.JobServerException if the server cannot do it
   * @throws InterruptedException if the thread was interrupted; nobody works on it any more then
   */
  Made convert(Input input, Path output, Mp3Options options, ProgressView progress)
      throws IOException, InterruptedException;

  @Override
  void close();
}
