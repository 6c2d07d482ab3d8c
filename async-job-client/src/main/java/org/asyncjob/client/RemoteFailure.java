package org.asyncjob.client;

/**
 * Why a job failed on the server.
 *
 * @param type the RFC 9457 problem type, for programs; {@code about:blank} if the server named none
 * @param error one sentence for a person, as the server wrote it
 */
public record RemoteFailure(String type, String error) {}
