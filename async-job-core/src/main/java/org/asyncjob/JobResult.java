package org.asyncjob;

/**
 * What a job that succeeded has made.
 *
 * @param blob the bytes to hand out, under their name and media type
 */
public record JobResult(Blob blob) implements JobOutcome {}
