/** The command line: converts here, or submits, waits and downloads from a server. */
@NullMarked
package org.asyncjob.cli;

import org.jspecify.annotations.NullMarked;
