/** Time for tests on busy machines. */
@NullMarked
package org.asyncjob.verification.patience;

import org.jspecify.annotations.NullMarked;
