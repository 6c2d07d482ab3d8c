/** Inputs and results in any S3-compatible object store. */
@NullMarked
package org.asyncjob.s3;

import org.jspecify.annotations.NullMarked;
