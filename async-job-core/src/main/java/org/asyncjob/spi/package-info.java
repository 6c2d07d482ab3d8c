/**
 * What others implement: {@link org.asyncjob.spi.JobHandler} for the work itself, {@link
 * org.asyncjob.spi.JobStore}, {@link org.asyncjob.spi.BlobStore} and {@link
 * org.asyncjob.spi.JobExecutor} for what the work stands on.
 *
 * <p>The contract tests of the module {@code async-job-testkit} are the specification of the last
 * three.
 */
@NullMarked
package org.asyncjob.spi;

import org.jspecify.annotations.NullMarked;
