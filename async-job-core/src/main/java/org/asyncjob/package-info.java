/**
 * The vocabulary: what a job is, in words that handlers, stores, engine and HTTP binding share.
 *
 * <p>Everything here is an immutable value or an exception; nothing here does work.
 */
@NullMarked
package org.asyncjob;

import org.jspecify.annotations.NullMarked;
