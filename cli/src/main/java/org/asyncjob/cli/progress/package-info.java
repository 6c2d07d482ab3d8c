/** Shows people how far a job is. */
@NullMarked
package org.asyncjob.cli.progress;

import org.jspecify.annotations.NullMarked;
