package org.asyncjob.transcode.fetch;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.asyncjob.JobFailedException;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.transcode.guard.OutboundGuard;

/**
 * Fetches files by links that strangers have sent: http and https, shared links of Dropbox and
 * Google Drive, and other schemes that are added. Safe for many threads.
 *
 * <p>The guard is asked about each address that is dialled: for the link, for each redirect, for
 * each attempt. Every attempt dials anew. Neither proxies nor credentials nor cookies of this
 * machine are used.
 */
public final class SourceFetcher implements AutoCloseable {

  private static final int LONGEST_LINK = 8 * 1024;
  private static final Pattern SCHEME =
      Pattern.compile("\\s*([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);
  private static final Set<String> HTTP = Set.of("http", "https");

  private final FetchLimits limits;
  private final Duration firstPause;
  private final Map<String, LinkScheme> schemes;
  private final ExecutorService threads;
  private final OkHttpClient guarded;
  private final OkHttpClient trusting;

  private SourceFetcher(Builder builder) {
    limits = builder.limits;
    firstPause = builder.firstPause;
    schemes = Map.copyOf(builder.schemes);
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "source-fetch-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    OkHttpClient plain = client(threads, limits);
    guarded =
        plain
            .newBuilder()
            .dns(new Names(builder.dns))
            .socketFactory(new GuardedSockets(builder.guard))
            .build();
    trusting = plain.newBuilder().socketFactory(new GuardedSockets(OutboundGuard.none())).build();
  }

  /** Starts with a guard that allows public addresses only, and the default limits. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Refuses links that need not be tried. Quick; nothing is asked for over the network.
   *
   * @throws UnacceptableRequestException with one sentence for whoever has sent it
   */
  public void check(String link) {
    try {
      target(link);
    } catch (UnusableLinkException e) {
      throw new UnacceptableRequestException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Fetches a file. Interrupting the thread closes the connection at once. After any exception
   * {@code target} does not exist.
   *
   * @param target where to write; replaced if it exists
   * @param check sees how it begins, before more of it is fetched
   * @throws JobFailedException if it cannot be fetched, with the reason for whoever has sent it
   * @throws IOException if {@code target} cannot be written
   * @throws InterruptedException if the thread was interrupted
   */
  public FetchedFile fetch(String link, Path target, ContentCheck check, FetchListener listener)
      throws IOException, InterruptedException {
    boolean complete = false;
    try (Transfer transfer = new Transfer(target, limits.mostBytes(), check, listener)) {
      FetchedFile file = new Fetch(target(link), transfer, limits).run();
      complete = true;
      return file;
    } catch (UnusableLinkException e) {
      throw FetchFailures.refused(String.valueOf(e.getMessage()));
    } finally {
      if (!complete) {
        Files.deleteIfExists(target);
      }
    }
  }

  /** Ends all connections; nothing can be fetched any more. */
  @Override
  public void close() {
    guarded.dispatcher().cancelAll();
    threads.shutdown();
    guarded.connectionPool().evictAll();
  }

  private Fetch.Target target(String link) throws UnusableLinkException {
    Matcher matcher = SCHEME.matcher(link);
    if (link.length() > LONGEST_LINK) {
      throw new UnusableLinkException(
          "The link is longer than the " + LONGEST_LINK + " characters that are allowed.");
    }
    if (!matcher.matches()) {
      throw new UnusableLinkException(
          "The link is no valid address of the form https://host/path.");
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    if (HTTP.contains(scheme)) {
      HttpUrl direct = SharedLinks.direct(HttpLinks.parse(link));
      return new Plain(direct, guarded, firstPause);
    }
    LinkScheme known = schemes.get(scheme);
    if (known == null) {
      Set<String> all = new TreeSet<>(schemes.keySet());
      all.addAll(HTTP);
      throw new UnusableLinkException(
          "Links that begin with \"%s:\" are not fetched here, only %s."
              .formatted(scheme, String.join(", ", all)));
    }
    known.check(link);
    return new Translated(known, link, trusting, firstPause);
  }

  private static OkHttpClient client(ExecutorService threads, FetchLimits limits) {
    Dispatcher dispatcher = new Dispatcher(threads);
    // Whoever fetches waits on a thread of its own, which is limit enough.
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .proxy(Proxy.NO_PROXY)
        .cookieJar(CookieJar.NO_COOKIES)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        // No connection is used twice, so that each attempt has its address judged.
        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
        .protocols(List.of(Protocol.HTTP_1_1))
        .connectTimeout(limits.connecting())
        .readTimeout(limits.silence())
        .writeTimeout(limits.silence())
        .build();
  }

  private record Plain(HttpUrl link, OkHttpClient client, Duration firstPause)
      implements Fetch.Target {

    @Override
    public boolean followsRedirects() {
      return true;
    }
  }

  private record Translated(
      LinkScheme scheme, String source, OkHttpClient client, Duration firstPause)
      implements Fetch.Target {

    @Override
    public HttpUrl link() throws IOException {
      URI address = scheme.address(source);
      HttpUrl link = HttpUrl.get(address);
      if (link == null) {
        throw new IOException("scheme " + scheme.name() + " gives no address of http or https");
      }
      return link;
    }

    @Override
    public boolean followsRedirects() {
      return false;
    }
  }

  /** Collects settings. Not safe for many threads. */
  public static final class Builder {

    private final Map<String, LinkScheme> schemes = new HashMap<>();
    private FetchLimits limits = FetchLimits.defaults();
    private OutboundGuard guard = OutboundGuard.publicOnly();
    private Dns dns = Dns.SYSTEM;
    private Duration firstPause = Duration.ofMillis(500);

    private Builder() {}

    /** Sets how much a link may cost. */
    public Builder limits(FetchLimits limits) {
      this.limits = limits;
      return this;
    }

    /** Sets where connections may go. */
    public Builder guard(OutboundGuard guard) {
      this.guard = guard;
      return this;
    }

    /**
     * Adds links of another scheme.
     *
     * @throws IllegalArgumentException if it is http or https
     */
    public Builder scheme(LinkScheme scheme) {
      if (HTTP.contains(scheme.name())) {
        throw new IllegalArgumentException("scheme \"" + scheme.name() + "\" is there already");
      }
      schemes.put(scheme.name(), scheme);
      return this;
    }

    /** Sets who knows the addresses of names. */
    Builder dns(Dns dns) {
      this.dns = dns;
      return this;
    }

    /** Sets how long to wait after the first attempt in vain. */
    Builder firstPause(Duration firstPause) {
      this.firstPause = firstPause;
      return this;
    }

    /** Returns the fetcher; no thread is started before it is used. */
    public SourceFetcher build() {
      return new SourceFetcher(this);
    }
  }
}
