package org.asyncjob.transcode.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/** An ffmpeg and an ffprobe that nobody has tried yet. */
record Candidate(Path ffmpeg, Path ffprobe, Map<String, String> environment, FfmpegOrigin origin) {
  FfmpegTools tools(String version) {
    return new FfmpegTools(ffmpeg, ffprobe, environment, version, origin, Launch.FREE);
  }
}
