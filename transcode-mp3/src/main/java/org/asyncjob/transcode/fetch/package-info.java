/**
 * Fetches files by links that strangers have sent. Knows nothing of what is in them: who fetches
 * says what they have to begin with.
 */
@NullMarked
package org.asyncjob.transcode.fetch;

import org.jspecify.annotations.NullMarked;
