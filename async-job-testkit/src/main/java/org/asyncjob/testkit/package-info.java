/**
 * What every job store, blob store and executor has to do, as tests: subclass {@link
 * org.asyncjob.testkit.JobStoreContract}, {@link org.asyncjob.testkit.BlobStoreContract} or {@link
 * org.asyncjob.testkit.JobExecutorContract} and return yours.
 */
@NullMarked
package org.asyncjob.testkit;

import org.jspecify.annotations.NullMarked;
