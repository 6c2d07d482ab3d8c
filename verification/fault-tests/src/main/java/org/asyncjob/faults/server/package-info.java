/** The servers that are broken: work whose results prove whose they are. */
@NullMarked
package org.asyncjob.faults.server;

import org.jspecify.annotations.NullMarked;
