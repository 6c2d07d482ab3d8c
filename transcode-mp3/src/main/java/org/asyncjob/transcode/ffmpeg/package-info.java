/** Finds an ffmpeg that works on this machine, or unpacks the one that comes along. */
@NullMarked
package org.asyncjob.transcode.ffmpeg;

import org.jspecify.annotations.NullMarked;
