package org.asyncjob;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to be done.
 *
 * <p>Immutable. Options are what JSON can say: text, numbers, booleans, lists and maps of these.
 */
public final class JobRequest {

  private final String kind;
  private final Map<String, Object> options;
  private final @Nullable Blob input;
  private final @Nullable String caller;
  private final @Nullable String idempotencyKey;

  private JobRequest(Builder builder) {
    kind = builder.kind;
    options = builder.options;
    input = builder.input;
    caller = builder.caller;
    idempotencyKey = builder.idempotencyKey;
  }

  /**
   * Starts a request.
   *
   * @param kind the name under which the handler was registered, e.g. {@code mp3}
   */
  public static Builder builder(String kind) {
    return new Builder(kind);
  }

  /** The name under which the handler was registered. */
  public String kind() {
    return kind;
  }

  /** The options as they came, by name; empty if none were given. */
  public Map<String, Object> options() {
    return options;
  }

  /** What was uploaded with the request. */
  public Optional<Blob> input() {
    return Optional.ofNullable(input);
  }

  /** Who asked, where the deployment knows its callers; only they see the job. */
  public Optional<String> caller() {
    return Optional.ofNullable(caller);
  }

  /**
   * A name for this request, so that sending it twice does the work once: of two requests with
   * equal keys the second gets the job of the first. Keys are compared across all callers and
   * kinds; over HTTP the key is made of the caller, the resource and what the client sent.
   */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobRequest that
        && kind.equals(that.kind)
        && options.equals(that.options)
        && input().equals(that.input())
        && caller().equals(that.caller())
        && idempotencyKey().equals(that.idempotencyKey());
  }

  @Override
  public int hashCode() {
    return kind.hashCode() + 31 * options.hashCode();
  }

  /** For logs: without the values of options, among which may be secrets. */
  @Override
  public String toString() {
    return kind + options.keySet();
  }

  /** Collects the parts of a request. Not safe for many threads. */
  public static final class Builder {

    private final String kind;
    private Map<String, Object> options = Map.of();
    private @Nullable Blob input;
    private @Nullable String caller;
    private @Nullable String idempotencyKey;

    private Builder(String kind) {
      this.kind = kind;
    }

    /** Sets the options; the map is copied and must hold no null. */
    public Builder options(Map<String, ?> options) {
      this.options = Map.copyOf(options);
      return this;
    }

    /** Sets what the job works on. */
    public Builder input(Blob input) {
      this.input = input;
      return this;
    }

    /** Sets the owner of the job. */
    public Builder caller(String caller) {
      this.caller = caller;
      return this;
    }

    /** Sets the name under which this request is done only once, whoever sends it. */
    public Builder idempotencyKey(String idempotencyKey) {
      this.idempotencyKey = idempotencyKey;
      return this;
    }

    /** Returns the request. */
    public JobRequest build() {
      return new JobRequest(this);
    }
  }
}
