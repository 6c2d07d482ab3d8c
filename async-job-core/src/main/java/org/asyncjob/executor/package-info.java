/**
 * The executors that come with the library: {@link org.asyncjob.executor.ThreadPoolJobExecutor} for
 * servers, {@link org.asyncjob.executor.ExecutorServiceJobExecutor} for threads that belong to
 * somebody else, {@link org.asyncjob.executor.DirectJobExecutor} for tests.
 */
@NullMarked
package org.asyncjob.executor;

import org.jspecify.annotations.NullMarked;
