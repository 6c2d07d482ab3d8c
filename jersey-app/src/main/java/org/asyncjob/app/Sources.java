package org.asyncjob.app;

import java.io.IOException;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.transcode.Mp3JobHandler;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.fetch.FetchLimits;
import org.asyncjob.transcode.fetch.SourceFetcher;
import org.asyncjob.transcode.guard.OutboundGuard;

/** What converts, with or without links. */
final class Sources {

  private final ServeOptions options;

  Sources(ServeOptions options) {
    this.options = options;
  }

  /**
   * Makes the handler. The engine closes what that needs.
   *
   * @throws StartException if the settings are not understood, or do not fit together
   * @throws IOException if buckets cannot be used; the message says what to do
   */
  Mp3JobHandler handler(Mp3Transcoder transcoder, JobEngineBuilder engine) throws IOException {
    SourceOptions sources = options.sources();
    if (sources.reach() == SourceReach.NONE) {
      return new Mp3JobHandler(transcoder);
    }
    SourceFetcher.Builder fetching =
        SourceFetcher.builder()
            .guard(guard(sources))
            .limits(
                FetchLimits.builder()
                    .mostBytes(options.maxInputBytes())
                    .total(sources.timeout())
                    .build());
    if (!sources.buckets().isEmpty()) {
      S3Links links = S3Links.open(sources.buckets(), options.storage());
      engine.closing(links);
      fetching.scheme(links);
    }
    SourceFetcher fetcher = fetching.build();
    engine.closing(fetcher);
    return new Mp3JobHandler(transcoder, fetcher);
  }

  private static OutboundGuard guard(SourceOptions sources) {
    try {
      return OutboundGuard.builder()
          .allow(sources.allowed())
          .deny(sources.denied())
          .listedOnly(sources.reach() == SourceReach.LISTED)
          .build();
    } catch (IllegalArgumentException e) {
      throw new StartException(
          "--allow-source or --deny-source: " + e.getMessage() + "; correct it", e);
    }
  }
}
