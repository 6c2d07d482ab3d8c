package org.asyncjob.jaxrs;

/**
 * What a client finds when it downloads a result.
 *
 * @param name without any path; where it comes from a client, it may have any character
 * @param mediaType e.g. {@code audio/mpeg}
 * @param size in bytes, 0 or more
 */
public record ResultFile(String name, String mediaType, long size) {}
