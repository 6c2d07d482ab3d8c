/**
 * Takes requests, has them run and says how they stand. {@link org.asyncjob.engine.JobEngine} is
 * the way in; after a job was inserted, {@code Transitions} is the only class that writes it.
 */
@NullMarked
package org.asyncjob.engine;

import org.jspecify.annotations.NullMarked;
