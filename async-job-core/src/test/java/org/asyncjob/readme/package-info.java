/** The code in the README. */
@NullMarked
package org.asyncjob.readme;

import org.jspecify.annotations.NullMarked;
