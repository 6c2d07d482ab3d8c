package org.asyncjob.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.asyncjob.JobStoreException;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.TrustedProxies;
import org.asyncjob.transcode.ConversionSpeed;
import org.asyncjob.transcode.Mp3JobHandler;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.ffmpeg.FfmpegChoice;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.asyncjob.transcode.ffmpeg.FfmpegNotFoundException;

/** The one wiring of the application: what it is made of, wherever it is deployed. */
public final class Mp4ToMp3 implements AutoCloseable {

  private final DataDirectory data;
  private final JobEngine engine;
  private final FfmpegChoice ffmpeg;
  private final String encoder;
  private final Set<Object> components;

  private Mp4ToMp3(
      ServeOptions options,
      DataDirectory data,
      FfmpegChoice ffmpeg,
      Function<List<String>, TrustedProxies> proxies)
      throws IOException {
    this.data = data;
    this.ffmpeg = ffmpeg;
    TranscodeLimits limits = TranscodeLimits.builder().longestAudio(options.maxAudio()).build();
    Mp3Transcoder transcoder =
        new Mp3Transcoder(ffmpeg.tools(), limits, ConversionSpeed.keptIn(data.speed()));
    this.encoder = transcoder.encoder();
    JobEngineBuilder builder =
        JobEngine.builder()
            .workDirectory(data.work())
            .retention(options.retention())
            .grace(options.grace());
    Optional<URI> bucket;
    try {
      Mp3JobHandler handler = new Sources(options).handler(transcoder, builder);
      builder.handler(Mp3JobHandler.KIND, Mp3Options.class, handler);
      bucket = new BlobStorage(options, data.blobs()).addTo(builder);
      new JobStorage(options, data.jobs()).addTo(builder);
      engine = builder.build();
    } catch (IOException | RuntimeException e) {
      builder.abandon(); // in a server, the process goes on without us
      throw e;
    }
    AsyncJobFeature.Builder feature =
        AsyncJobFeature.builder(engine)
            .maxInputBytes(options.maxInputBytes())
            .resultPage(new HtmlResultPage())
            .rateLimit(new CallerLimits(options.submissionsPerMinute(), options.pollsPerSecond()))
            .problemDetailsForEverything();
    options.publicUrl().ifPresent(feature::publicBaseUri);
    options.storage().directResults().ifPresent(feature::directResults);
    options.storage().directUploads().ifPresent(feature::directUploads);
    AsyncJobFeature jobs = feature.build();
    Set<Object> all = new HashSet<>();
    all.add(jobs);
    all.add(new Mp4ToMp3Resource(jobs));
    all.add(new PageResource(options.maxInputBytes()));
    all.add(new SecurityHeaders(bucket));
    all.add(proxies.apply(options.trustedProxies()));
    components = Set.copyOf(all);
  }

  /**
   * Starts to work.
   *
   * @param proxies makes, of the addresses of trusted proxies if there are any, what asks this kind
   *     of server who has connected
   * @throws StartException if it cannot; the message tells the operator why and what to do
   */
  static Mp4ToMp3 start(ServeOptions options, Function<List<String>, TrustedProxies> proxies) {
    FfmpegLocator.Builder locator = FfmpegLocator.builder();
    options.ffmpeg().ifPresent(locator::configured);
    DataDirectory data = DataDirectory.open(options.dataDirectory(), options.storage().store());
    Optional<Mp4ToMp3> started = Optional.empty();
    try {
      Mp4ToMp3 app = new Mp4ToMp3(options, data, locator.build().locate(), proxies);
      started = Optional.of(app);
      app.engine.start();
      return app;
    } catch (FfmpegNotFoundException | StartException e) {
      closeAll(started, data);
      throw new StartException(e.getMessage(), e);
    } catch (IOException | JobStoreException | IllegalArgumentException | IllegalStateException e) {
      closeAll(started, data);
      throw new StartException("the service cannot start: " + e.getMessage(), e);
    }
  }

  private static void closeAll(Optional<Mp4ToMp3> started, DataDirectory data) {
    started.ifPresentOrElse(Mp4ToMp3::close, data::close);
  }

  /** The JAX-RS components to register. */
  Set<Object> components() {
    return components;
  }

  /** Where a multipart reader may put parts until they are complete. */
  Path uploads() {
    return data.uploads();
  }

  /** Which ffmpeg converts, and why that one, and what encodes; one sentence each. */
  public List<String> ffmpegReasons() {
    return Stream.concat(ffmpeg.reasons().stream(), Stream.of(encoder)).toList();
  }

  /** Stops: running conversions get the grace period, then their processes are ended. */
  @Override
  public void close() {
    engine.close();
    data.close();
  }
}
