package org.asyncjob.faults.server;

/**
 * The options of a job.
 *
 * @param token what its submitter knows it by
 * @param millis how long it takes beside what it does, in thousandths of seconds
 */
record Work(String token, int millis) {}
