/**
 * Drives a server that accepts long-running work: {@link org.asyncjob.client.AsyncJobClient}
 * submits, waits, downloads and cancels.
 */
@NullMarked
package org.asyncjob.client;

import org.jspecify.annotations.NullMarked;
