package org.asyncjob.engine;

import java.time.Instant;
import org.asyncjob.spi.UploadTarget;

/**
 * What a client needs to upload an input itself, and to have it used.
 *
 * @param source what it submits afterwards: {@link JobEngine#uploadedInput}
 * @param expires until when it can be submitted
 * @param target where the bytes go
 * @param targetExpires until when the upload can begin
 */
public record UploadOffer(
    String source, Instant expires, UploadTarget target, Instant targetExpires) {}
