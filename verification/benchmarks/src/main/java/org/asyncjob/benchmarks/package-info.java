/**
 * What the pattern costs: {@link org.asyncjob.benchmarks.NoOpServer} beside {@link
 * org.asyncjob.benchmarks.BareServer}, measured in turns by {@link
 * org.asyncjob.benchmarks.Comparison}, and the engine alone.
 */
@NullMarked
package org.asyncjob.benchmarks;

import org.jspecify.annotations.NullMarked;
