package org.asyncjob.transcode;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.asyncjob.UnacceptableRequestException;
import org.jspecify.annotations.Nullable;

/**
 * How the MP3 shall be. Nothing set means variable bit rate of quality 2, with the sample rate and
 * the channels of the source as far as MP3 has them. Immutable.
 *
 * <p>At most one of quality, bit rate and average bit rate is set, and what is set is possible in
 * an MP3.
 *
 * <p>Jackson reads and writes it as an object of {@code quality}, {@code bitrate}, {@code
 * average_bitrate}, {@code mono} and {@code sample_rate}, and {@code source} for where the file is
 * that was not sent along.
 */
public final class Mp3Options {

  private final @Nullable Integer quality;
  private final @Nullable Integer bitrate;
  private final @Nullable Integer averageBitrate;
  private final @Nullable Integer sampleRate;
  private final boolean mono;
  private final @Nullable String source;

  @JsonCreator
  private Mp3Options(
      @JsonProperty("quality") @Nullable Integer quality,
      @JsonProperty("bitrate") @Nullable Integer bitrate,
      @JsonProperty("average_bitrate") @Nullable Integer averageBitrate,
      @JsonProperty("mono") @Nullable Boolean mono,
      @JsonProperty("sample_rate") @Nullable Integer sampleRate,
      @JsonProperty("source") @Nullable String source) {
    this.quality = quality;
    this.bitrate = bitrate;
    this.averageBitrate = averageBitrate;
    this.mono = mono != null && mono;
    this.sampleRate = sampleRate;
    this.source = source;
    Mp3OptionRules.check(this);
  }

  /** Returns the options of which none is set. */
  public static Mp3Options defaults() {
    return builder().build();
  }

  /** Starts with no option set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Variable bit rate of this quality: 0, the best and largest, to 9. */
  public OptionalInt quality() {
    return optional(quality);
  }

  /** Constant bit rate in kbit/s. */
  public OptionalInt bitrate() {
    return optional(bitrate);
  }

  /** Average bit rate in kbit/s. */
  public OptionalInt averageBitrate() {
    return optional(averageBitrate);
  }

  /** Whether the channels are mixed into one. */
  public boolean mono() {
    return mono;
  }

  /** Sample rate of the MP3 in Hz. */
  public OptionalInt sampleRate() {
    return optional(sampleRate);
  }

  /** The link of the file to convert, if it is not sent along. */
  public Optional<String> source() {
    return Optional.ofNullable(source);
  }

  /** The options that are set, by the names that they have in JSON and in HTTP requests. */
  @JsonValue
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    quality().ifPresent(value -> map.put("quality", value));
    bitrate().ifPresent(value -> map.put("bitrate", value));
    averageBitrate().ifPresent(value -> map.put("average_bitrate", value));
    if (mono) {
      map.put("mono", true);
    }
    sampleRate().ifPresent(value -> map.put("sample_rate", value));
    source().ifPresent(value -> map.put("source", value));
    return map;
  }

  /** Returns a builder that has these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.quality = quality;
    builder.bitrate = bitrate;
    builder.averageBitrate = averageBitrate;
    builder.mono = mono;
    builder.sampleRate = sampleRate;
    builder.source = source;
    return builder;
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Mp3Options that && asMap().equals(that.asMap());
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  /** For people, e.g. {@code {bitrate=192, mono=true}}; without what a link may have of secrets. */
  @Override
  public String toString() {
    Map<String, Object> shown = asMap();
    shown.computeIfPresent("source", (name, link) -> "...");
    return shown.toString();
  }

  /** Collects options. Not safe for many threads. */
  public static final class Builder {

    private @Nullable Integer quality;
    private @Nullable Integer bitrate;
    private @Nullable Integer averageBitrate;
    private @Nullable Integer sampleRate;
    private boolean mono;
    private @Nullable String source;

    private Builder() {}

    /** Sets a variable bit rate of this quality: 0, the best and largest, to 9. */
    public Builder quality(int quality) {
      this.quality = quality;
      return this;
    }

    /** Sets a constant bit rate in kbit/s, one of those that MP3 has. */
    public Builder bitrate(int bitrate) {
      this.bitrate = bitrate;
      return this;
    }

    /** Sets an average bit rate in kbit/s, 8 to 320. */
    public Builder averageBitrate(int averageBitrate) {
      this.averageBitrate = averageBitrate;
      return this;
    }

    /** Sets whether the channels are mixed into one. */
    public Builder mono(boolean mono) {
      this.mono = mono;
      return this;
    }

    /** Sets the sample rate in Hz, one of those that MP3 has. */
    public Builder sampleRate(int sampleRate) {
      this.sampleRate = sampleRate;
      return this;
    }

    /** Sets the link of the file to convert, if it is not sent along. */
    public Builder source(String source) {
      this.source = source;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws UnacceptableRequestException if they are not possible, with a sentence that names the
     *     option, its value and the values that are allowed
     */
    public Mp3Options build() {
      return new Mp3Options(quality, bitrate, averageBitrate, mono, sampleRate, source);
    }
  }
}
