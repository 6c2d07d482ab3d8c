package org.asyncjob.jaxrs;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.asyncjob.engine.JobEngine;
import org.jspecify.annotations.Nullable;

/**
 * Serves the jobs of one engine over HTTP: register it beside each {@link JobResource}. Immutable.
 *
 * <p>Registering it starts the engine, unless it was started before. Whoever made the engine closes
 * it when the application ends: JAX-RS does not tell a feature.
 *
 * <p>It touches nothing of the application around it, unless {@link
 * Builder#problemDetailsForEverything} says so.
 */
public final class AsyncJobFeature implements Feature {

  /** 25 MiB. */
  public static final long DEFAULT_MAX_INPUT_BYTES = 25L * 1024 * 1024;

  /** The application's filters say who the caller is, and may refuse; the key is reserved then. */
  private static final int AFTER_THE_APPLICATIONS = Priorities.USER + 1000;

  private static final int BEFORE_THE_KEY = AFTER_THE_APPLICATIONS - 1;
  private static final Set<String> POLLS = Set.of("process", "events", "describeEvents");

  private final KeysInUpload keysInUpload = new KeysInUpload();
  private final JobEngine engine;
  private final long maxInputBytes;
  private final Duration longestWait;
  private final @Nullable URI publicBaseUri;
  private final @Nullable ResultPage resultPage;
  private final @Nullable Duration directResults;
  private final @Nullable Duration directUploads;
  private final Set<String> allowedOrigins;
  private final @Nullable RateLimit rateLimit;
  private final boolean problemDetailsForEverything;

  private AsyncJobFeature(Builder builder) {
    engine = builder.engine;
    maxInputBytes = builder.maxInputBytes;
    longestWait = builder.longestWait;
    publicBaseUri = builder.publicBaseUri;
    resultPage = builder.resultPage;
    directResults = builder.directResults;
    directUploads = builder.directUploads;
    allowedOrigins = builder.allowedOrigins;
    rateLimit = builder.rateLimit;
    problemDetailsForEverything = builder.problemDetailsForEverything;
  }

  /** Returns a feature with all defaults. */
  public static AsyncJobFeature of(JobEngine engine) {
    return builder(engine).build();
  }

  /** Starts to describe a feature. */
  public static Builder builder(JobEngine engine) {
    return new Builder(engine);
  }

  @Override
  public boolean configure(FeatureContext context) {
    engine.start();
    context.property(AsyncJobFeature.class.getName(), this);
    context.register(new AsyncJobExceptionMapper());
    JobPaths paths = new JobPaths();
    context.register(paths);
    context.register((DynamicFeature) this::bind);
    context.register(new EventsFilter(paths), AFTER_THE_APPLICATIONS);
    if (!allowedOrigins.isEmpty()) {
      context.register(new Cors(allowedOrigins, paths));
    }
    if (problemDetailsForEverything) {
      context.register(new ProblemMapper());
    }
    return true;
  }

  /** Binds filters to the methods that need them: each costs, and most requests are polls. */
  private void bind(ResourceInfo resource, FeatureContext context) {
    if (!JobResource.class.isAssignableFrom(resource.getResourceClass())) {
      return;
    }
    Method method = resource.getResourceMethod();
    limitedUse(method)
        .ifPresent(use -> context.register(new RateLimitFilter(rateLimit(), use), BEFORE_THE_KEY));
    if (method.getDeclaringClass() != JobResource.class) {
      context.register(new UploadLimitFilter(maxInputBytes));
      context.register(new IdempotencyFilter(keysInUpload), AFTER_THE_APPLICATIONS);
    } else if (method.getName().equals("events")) {
      context.register(new EventAnswers(engine), AFTER_THE_APPLICATIONS);
    }
  }

  static AsyncJobFeature registeredIn(Configuration application) {
    if (application.getProperty(AsyncJobFeature.class.getName())
        instanceof AsyncJobFeature feature) {
      return feature;
    }
    throw new IllegalStateException(
        "this application has a JobResource and no AsyncJobFeature: register"
            + " AsyncJobFeature.of(engine), or pass it to the constructor of JobResource");
  }

  private Optional<RateLimit.Use> limitedUse(Method method) {
    if (rateLimit == null) {
      return Optional.empty();
    }
    boolean isPoll =
        method.getDeclaringClass() == JobResource.class && POLLS.contains(method.getName());
    if (isPoll) {
      return Optional.of(RateLimit.Use.POLL);
    }
    return method.isAnnotationPresent(POST.class)
        ? Optional.of(RateLimit.Use.SUBMISSION)
        : Optional.empty();
  }

  private RateLimit rateLimit() {
    return Objects.requireNonNull(rateLimit);
  }

  JobEngine engine() {
    return engine;
  }

  KeysInUpload keysInUpload() {
    return keysInUpload;
  }

  long maxInputBytes() {
    return maxInputBytes;
  }

  Duration longestWait() {
    return longestWait;
  }

  Optional<URI> publicBaseUri() {
    return Optional.ofNullable(publicBaseUri);
  }

  Optional<ResultPage> resultPage() {
    return Optional.ofNullable(resultPage);
  }

  Optional<Duration> directResults() {
    return Optional.ofNullable(directResults);
  }

  Optional<Duration> directUploads() {
    return Optional.ofNullable(directUploads);
  }

  /** Collects the settings. Not safe for many threads. */
  public static final class Builder {

    private final JobEngine engine;
    private long maxInputBytes = DEFAULT_MAX_INPUT_BYTES;
    private Duration longestWait = Duration.ofSeconds(60);
    private @Nullable URI publicBaseUri;
    private @Nullable ResultPage resultPage;
    private @Nullable Duration directResults;
    private @Nullable Duration directUploads;
    private Set<String> allowedOrigins = Set.of();
    private @Nullable RateLimit rateLimit;
    private boolean problemDetailsForEverything;

    private Builder(JobEngine engine) {
      this.engine = engine;
    }

    /** Sets the largest input in bytes, 1 or more; what is above it is answered with 413. */
    public Builder maxInputBytes(long maxInputBytes) {
      if (maxInputBytes < 1) {
        throw new IllegalArgumentException("maxInputBytes " + maxInputBytes + " is below 1");
      }
      this.maxInputBytes = maxInputBytes;
      return this;
    }

    /**
     * Sets how long an answer is held at most for a client that sends {@code Prefer: wait} (RFC
     * 7240, section 4.3), in whole seconds; 60 s by default, zero to hold none. Proxies in front
     * should be more patient.
     */
    public Builder longestWait(Duration longestWait) {
      if (longestWait.isNegative()) {
        throw new IllegalArgumentException("longestWait " + longestWait + " is negative");
      }
      this.longestWait = longestWait.truncatedTo(ChronoUnit.SECONDS);
      return this;
    }

    /**
     * Sets the URL under which clients reach the application. Without it, URLs are built from what
     * the request says, its {@code Host} included.
     *
     * @throws IllegalArgumentException if it is not absolute with the scheme http or https
     */
    public Builder publicBaseUri(URI publicBaseUri) {
      String scheme = publicBaseUri.getScheme();
      if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
        throw new IllegalArgumentException(
            "public base URL \""
                + publicBaseUri
                + "\" is not an absolute http or https URL such as https://example.org/app/");
      }
      String text = publicBaseUri.toString();
      this.publicBaseUri = text.endsWith("/") ? publicBaseUri : URI.create(text + "/");
      return this;
    }

    /** Sets the page that browsers get at a result's URL; without one they get the result. */
    public Builder resultPage(ResultPage resultPage) {
      this.resultPage = resultPage;
      return this;
    }

    /**
     * Sends clients for the bytes of results to the blob store itself, where that hands out links
     * (presigned URLs); without this, and where there is no link, they come through the
     * application. Whoever has such a link needs no other right to read the result.
     *
     * @param validity how long a link can be used, 1 second or more; what has begun by then goes on
     */
    public Builder directResults(Duration validity) {
      this.directResults = checkedValidity(validity);
      return this;
    }

    /**
     * Lets clients upload inputs to the blob store itself, where that takes them (presigned URLs),
     * and submit what {@code POST {c}/uploads} has given them for it as {@code source}. Without
     * this there is nothing at that address, as where the blob store takes nothing from clients.
     * What nobody submits stays there as long as the engine keeps orphans.
     *
     * @param validity how long an upload may begin, 1 second or more; see {@link
     *     JobEngine#offerUpload}
     */
    public Builder directUploads(Duration validity) {
      this.directUploads = checkedValidity(validity);
      return this;
    }

    private static Duration checkedValidity(Duration validity) {
      if (validity.toSeconds() < 1) {
        throw new IllegalArgumentException("validity " + validity + " is below 1 second");
      }
      return validity;
    }

    /**
     * Lets scripts of these origins, and of no other, use the job resources (CORS), without
     * credentials of the browser. Without this no answer has a header field of CORS.
     *
     * @param origins as browsers send them, e.g. {@code https://example.org}
     * @throws IllegalArgumentException if no browser would send one of them like this; {@code *} is
     *     none
     */
    public Builder allowedOrigins(Collection<String> origins) {
      this.allowedOrigins = Origins.checked(origins);
      return this;
    }

    /**
     * Sets who may submit and poll how often; without it everybody may. What is too much is
     * answered with 429 and {@code Retry-After}. A caller is known by the principal, or by the
     * address that {@link TrustedProxies} sees: register one, of no proxy if there is none. Who is
     * known by neither is not limited.
     */
    public Builder rateLimit(RateLimit rateLimit) {
      this.rateLimit = rateLimit;
      return this;
    }

    /**
     * Makes problem details (RFC 9457) of every error of the application, those of the runtime and
     * of other resources included. Leave it out where the application has its own mappers.
     */
    public Builder problemDetailsForEverything() {
      this.problemDetailsForEverything = true;
      return this;
    }

    /** Returns the feature. */
    public AsyncJobFeature build() {
      return new AsyncJobFeature(this);
    }
  }
}
