package org.asyncjob;

/** How the work of a job ended: with a result or with a failure. */
public sealed interface JobOutcome permits JobResult, JobFailure {}
