/** Where programs that fetch what strangers name may connect to, and where not. */
@NullMarked
package org.asyncjob.transcode.guard;

import org.jspecify.annotations.NullMarked;
