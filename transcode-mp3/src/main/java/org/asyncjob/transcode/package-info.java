/** Converts the audio of an MP4 to MP3 with ffmpeg, as a library and as a job handler. */
@NullMarked
package org.asyncjob.transcode;

import org.jspecify.annotations.NullMarked;
