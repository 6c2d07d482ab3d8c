/**
 * Drives a server that accepts long-running work: submit, wait, download, cancel. Knows nothing of
 * the command line.
 */
@NullMarked
package org.asyncjob.client;

import org.jspecify.annotations.NullMarked;
