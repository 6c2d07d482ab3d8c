package org.asyncjob.transcode.fetch;

/**
 * A file that was fetched.
 *
 * @param filename how it is called where it comes from, without any path; may be any text, and may
 *     be empty
 * @param size in bytes
 */
public record FetchedFile(String filename, long size) {}
