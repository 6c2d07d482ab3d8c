/**
 * The stores that come with the library: {@link org.asyncjob.store.InMemoryJobStore} for jobs,
 * {@link org.asyncjob.store.FileBlobStore} for what they read and make.
 */
@NullMarked
package org.asyncjob.store;

import org.jspecify.annotations.NullMarked;
