/** The LAME library of this system, called in process. */
@NullMarked
package org.asyncjob.transcode.lame;

import org.jspecify.annotations.NullMarked;
