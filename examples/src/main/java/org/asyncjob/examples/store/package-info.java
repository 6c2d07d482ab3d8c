/** A job store of one's own. */
@NullMarked
package org.asyncjob.examples.store;

import org.jspecify.annotations.NullMarked;
