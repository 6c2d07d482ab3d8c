package org.asyncjob.faults.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.asyncjob.engine.JobEngine;
import org.asyncjob.engine.JobEngineBuilder;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.store.FileBlobStore;
import org.asyncjob.transcode.Mp3JobHandler;
import org.asyncjob.transcode.Mp3Options;
import org.asyncjob.transcode.Mp3Transcoder;
import org.asyncjob.transcode.TranscodeLimits;
import org.asyncjob.transcode.ffmpeg.FfmpegLocator;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The library embedded in Jersey on Grizzly as a team would, on a free port of the loopback
 * interface, which it prints. Made to be killed.
 */
@Command(name = "fault-server", mixinStandardHelpOptions = true)
public final class FaultServer implements Callable<Integer> {

  /** What it prints before its address. */
  public static final String LISTENING = "listening on ";

  private static final String LISTENER = "grizzly";
  private static final int HTTP_THREADS = 64;

  /** Killed as often as these servers are, a job that is worked on may be in it every time. */
  private static final int ATTEMPTS = 1_000_000;

  @Option(names = "--node", defaultValue = "node", description = "Its name in the diary.")
  private String node = "node";

  @Option(names = "--data", required = true, description = "A directory of its own.")
  private Path data = Path.of("data");

  @Option(names = "--blobs", description = "Where blobs are kept; by default in the directory.")
  private Path blobs = Path.of("");

  @Option(names = "--diary", required = true, description = "The file that says what it did.")
  private Path diaryFile = Path.of("diary");

  @Option(names = "--workers", defaultValue = "4", description = "Jobs at once.")
  private int workers = 4;

  @Mixin private final StoreChoice store = new StoreChoice();

  private FaultServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new FaultServer())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(data);
    Diary diary = Diary.of(diaryFile, node);
    JobEngine engine = engine(diary);
    engine.start();
    HttpServer http = serve(AsyncJobFeature.of(engine));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(engine, http), "shutdown"));
    NetworkListener listener = http.getListener(LISTENER);
    System.out.println(LISTENING + "http://" + listener.getHost() + ":" + listener.getPort() + "/");
    new CountDownLatch(1).await();
    return 0;
  }

  private JobEngine engine(Diary diary) throws Exception {
    Trade trade = new Trade(diary, node);
    Mp3Transcoder transcoder =
        new Mp3Transcoder(
            FfmpegLocator.builder().build().locate().tools(), TranscodeLimits.builder().build());
    JobEngineBuilder builder =
        JobEngine.builder()
            .blobs(new FileBlobStore(blobs.toString().isEmpty() ? data.resolve("blobs") : blobs))
            .workDirectory(data.resolve("work"))
            .handler(Trade.STAMP, Work.class, trade::stamp)
            .handler(Trade.COPY, Work.class, trade::copy)
            .handler(Trade.REFUSE, Work.class, trade::refuse)
            .handler(
                Mp3JobHandler.KIND, Mp3Options.class, trade.noted(new Mp3JobHandler(transcoder)))
            .listener(diary)
            .attempts(ATTEMPTS)
            .grace(Duration.ofSeconds(1));
    store.addTo(builder, data, workers);
    return builder.build();
  }

  private static HttpServer serve(AsyncJobFeature jobs) throws IOException {
    ResourceConfig resources = new ResourceConfig().registerInstances(jobs, new FaultJobs(jobs));
    resources.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    HttpServer http =
        GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"), resources, false);
    http.getListener(LISTENER)
        .getTransport()
        .setWorkerThreadPoolConfig(
            ThreadPoolConfig.defaultConfig()
                .setPoolName("http")
                .setCorePoolSize(HTTP_THREADS)
                .setMaxPoolSize(HTTP_THREADS)
                .setQueueLimit(-1));
    http.start();
    return http;
  }

  private static void end(JobEngine engine, HttpServer http) {
    engine.close();
    http.shutdownNow();
  }
}
