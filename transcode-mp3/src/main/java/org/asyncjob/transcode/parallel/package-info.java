/**
 * Encodes PCM to MP3 on several cores at once: in segments that overlap, whose frames are joined
 * across the bit reservoir.
 */
@NullMarked
package org.asyncjob.transcode.parallel;

import org.jspecify.annotations.NullMarked;
