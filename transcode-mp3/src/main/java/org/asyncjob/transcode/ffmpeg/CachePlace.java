package org.asyncjob.transcode.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;

/** A directory that may not be there yet, or not for us. */
interface CachePlace {
  /** Returns the existing directory. */
  Path create() throws IOException;
}
