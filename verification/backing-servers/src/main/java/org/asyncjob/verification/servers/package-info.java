/** Real servers behind applications, for tests. */
@NullMarked
package org.asyncjob.verification.servers;

import org.jspecify.annotations.NullMarked;
