/**
 * Jobs over HTTP: register {@link org.asyncjob.jaxrs.AsyncJobFeature} and extend {@link
 * org.asyncjob.jaxrs.JobResource}. The only package that knows JAX-RS.
 */
@NullMarked
package org.asyncjob.jaxrs;

import org.jspecify.annotations.NullMarked;
