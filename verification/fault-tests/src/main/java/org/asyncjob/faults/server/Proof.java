package org.asyncjob.faults.server;

/**
 * What a job's result says of itself, so that one that belongs to another job, another input or
 * another attempt is found out.
 *
 * @param job the job that was run
 * @param token what its submitter gave it
 * @param input the SHA-256 of its input in hexadecimal digits; of nothing, if it had none
 * @param attempt which attempt at the job made it
 * @param nonce no other attempt at any job has it
 * @param node who made it
 */
public record Proof(
    String job, String token, String input, int attempt, String nonce, String node) {}
