/** The reports on a server with CDI. */
@NullMarked
package org.asyncjob.examples.cdi;

import org.jspecify.annotations.NullMarked;
