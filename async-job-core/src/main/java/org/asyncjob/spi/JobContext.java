package org.asyncjob.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;

/**
 * What a handler has of the world during one run. Used by the thread that runs the handler, except
 * for {@link #progress} and {@link #cancelRequested}, which any thread may call.
 */
public interface JobContext {

  /** The job that this run belongs to. */
  JobId id();

  /** 1 for the first run of the job, more after a crash or a retry. */
  int attempt();

  /** What was asked for. */
  JobRequest request();

  /**
   * Returns a local file with the input, to be read only and not after the run. Its bytes are those
   * that were submitted: that is checked where they may have lain for a while.
   *
   * @throws IllegalStateException if the request has no input
   * @throws IOException if it cannot be read, or is not what was submitted; the job fails then
   */
  Path inputFile() throws IOException;

  /**
   * Opens the input; the caller closes it. At its end the stream throws if the bytes were not those
   * that were submitted, and the job fails then, whatever else the handler does.
   *
   * @throws IllegalStateException if the request has no input
   * @throws IOException if it cannot be read
   */
  InputStream openInput() throws IOException;

  /**
   * Returns an empty directory of this run's own. It is deleted with all that is in it when the run
   * ends, however it ends.
   *
   * @throws IOException if it cannot be made
   */
  Path workDirectory() throws IOException;

  /**
   * Says how far the work is. Cheap: call it as often as there is news. A percentage below an
   * earlier one, also of an earlier attempt, is raised to that.
   *
   * @param percent of the whole work; values outside 0 to 100 are taken as the nearer of these
   * @param phase a word for people, e.g. {@code transcoding}
   */
  void progress(int percent, String phase);

  /**
   * Says how far the work is and how long the rest will take, where the handler knows better than
   * the elapsed time and the percentage say.
   */
  void progress(int percent, String phase, Duration remaining);

  /** Whether the work should end now. The running thread is interrupted as well. */
  boolean cancelRequested();

  /**
   * Makes a finished file, best one of {@link #workDirectory}, the result. The file is moved. What
   * the submitter should know about it goes along: {@code keep(..).withWarnings(..)}.
   *
   * @param filename the name under which it is downloaded, without any path
   * @throws IOException if it cannot be stored; nothing of it is kept then
   */
  JobResult.Bytes keep(Path file, String filename, String mediaType) throws IOException;

  /**
   * Makes a small value the result, kept with the job itself and handed out as {@code
   * application/json}. For more than {@link JobResult.Json#MAX_BYTES} use {@link #createOutput}.
   *
   * @param value what Jackson can write: a record, a map, a list, a tree ...
   * @throws IllegalArgumentException if Jackson cannot write it, or it is too long
   */
  JobResult json(Object value);

  /**
   * Opens a result to be written piece by piece: {@code JobResult.blob(writer.commit())}. Closing
   * it without {@link BlobWriter#commit} discards it.
   *
   * @param filename the name under which it is downloaded, without any path
   * @throws IOException if there is nowhere to write
   */
  BlobWriter createOutput(String filename, String mediaType) throws IOException;
}
