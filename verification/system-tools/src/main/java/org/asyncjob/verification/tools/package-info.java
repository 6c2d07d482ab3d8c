/** Finds, or installs, the independent programs that judge what our tests produced. */
@NullMarked
package org.asyncjob.verification.tools;

import org.jspecify.annotations.NullMarked;
