/** What MPEG audio, layer III, says about itself: headers, frames, and where their data lies. */
@NullMarked
package org.asyncjob.transcode.mpeg;

import org.jspecify.annotations.NullMarked;
