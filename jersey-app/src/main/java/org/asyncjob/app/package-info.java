/**
 * The service that turns MP4 into MP3: on Grizzly by {@link org.asyncjob.app.Mp4ToMp3Server}, or in
 * a WAR by {@link org.asyncjob.app.Mp4ToMp3Application} and {@link
 * org.asyncjob.app.Mp4ToMp3Lifecycle}; {@link org.asyncjob.app.Mp4ToMp3} is the one wiring of both.
 */
@NullMarked
package org.asyncjob.app;

import org.jspecify.annotations.NullMarked;
