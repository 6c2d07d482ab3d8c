package org.asyncjob.transcode;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.asyncjob.UnacceptableRequestException;
import org.jspecify.annotations.Nullable;

/**
 * How the MP3 shall be, and what of the file it is made of. Nothing set means the default audio
 * track, all of it, as loud as it is; with variable bit rate of quality 2, and the sample rate and
 * the channels of the source as far as MP3 has them, or with the frames of the source where these
 * are MP3 already. Immutable.
 *
 * <p>At most one of quality, bit rate and average bit rate is set, and what is set is possible in
 * an MP3.
 *
 * <p>Jackson reads and writes it as an object of {@code quality}, {@code bitrate}, {@code
 * average_bitrate}, {@code mono}, {@code sample_rate}, {@code track}, {@code from}, {@code to} and
 * {@code loudness}, and {@code source} for where the file is that was not sent along.
 */
public final class Mp3Options {

  private final @Nullable Integer quality;
  private final @Nullable Integer bitrate;
  private final @Nullable Integer averageBitrate;
  private final @Nullable Integer sampleRate;
  private final boolean mono;
  private final @Nullable String track;
  private final @Nullable Duration from;
  private final @Nullable Duration to;
  private final @Nullable Double loudness;
  private final @Nullable String source;

  private Mp3Options(Builder builder) {
    quality = builder.quality;
    bitrate = builder.bitrate;
    averageBitrate = builder.averageBitrate;
    sampleRate = builder.sampleRate;
    mono = builder.mono;
    track = builder.track;
    from = Mp3OptionRules.time("from", builder.from);
    to = Mp3OptionRules.time("to", builder.to);
    loudness = builder.loudness;
    source = builder.source;
    Mp3OptionRules.check(this);
  }

  @JsonCreator
  private static Mp3Options read(
      @JsonProperty("quality") @Nullable Integer quality,
      @JsonProperty("bitrate") @Nullable Integer bitrate,
      @JsonProperty("average_bitrate") @Nullable Integer averageBitrate,
      @JsonProperty("mono") @Nullable Boolean mono,
      @JsonProperty("sample_rate") @Nullable Integer sampleRate,
      @JsonProperty("track") @Nullable String track,
      @JsonProperty("from") @Nullable String from,
      @JsonProperty("to") @Nullable String to,
      @JsonProperty("loudness") @Nullable Double loudness,
      @JsonProperty("source") @Nullable String source) {
    Builder builder = new Builder();
    builder.quality = quality;
    builder.bitrate = bitrate;
    builder.averageBitrate = averageBitrate;
    builder.mono = mono != null && mono;
    builder.sampleRate = sampleRate;
    builder.track = Mp3OptionRules.given(track);
    builder.from = Mp3OptionRules.given(from);
    builder.to = Mp3OptionRules.given(to);
    builder.loudness = loudness;
    builder.source = source;
    return builder.build();
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

  /** The audio track: its number among the audio tracks, from 1 on, or the code of its language. */
  public Optional<String> track() {
    return Optional.ofNullable(track);
  }

  /** Where in the audio the MP3 begins. */
  public Optional<Duration> from() {
    return Optional.ofNullable(from);
  }

  /** Where in the audio the MP3 ends, if the audio is not over before. */
  public Optional<Duration> to() {
    return Optional.ofNullable(to);
  }

  /** How loud it is made, in LUFS (EBU R 128). */
  public OptionalDouble loudness() {
    return loudness == null ? OptionalDouble.empty() : OptionalDouble.of(loudness);
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
    track().ifPresent(value -> map.put("track", value));
    from().ifPresent(value -> map.put("from", PlayingTime.text(value)));
    to().ifPresent(value -> map.put("to", PlayingTime.text(value)));
    loudness().ifPresent(value -> map.put("loudness", value));
    source().ifPresent(value -> map.put("source", value));
    return map;
  }

  /** Whether frames that are MP3 already have to be made anew for what is asked here. */
  boolean demandsEncoding() {
    return quality != null
        || bitrate != null
        || averageBitrate != null
        || from != null
        || to != null
        || loudness != null;
  }

  /** Returns a builder that has these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.quality = quality;
    builder.bitrate = bitrate;
    builder.averageBitrate = averageBitrate;
    builder.mono = mono;
    builder.sampleRate = sampleRate;
    builder.track = track;
    builder.from = from == null ? null : PlayingTime.text(from);
    builder.to = to == null ? null : PlayingTime.text(to);
    builder.loudness = loudness;
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
    private @Nullable String track;
    private @Nullable String from;
    private @Nullable String to;
    private @Nullable Double loudness;
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

    /**
     * Sets the audio track: its number among the audio tracks of the file, from 1 on, or the code
     * of its language, of two or three letters ({@code de}, {@code deu}). Without it, the track
     * that is marked as default, else the first.
     */
    public Builder track(String track) {
      this.track = track;
      return this;
    }

    /** Sets where in the audio the MP3 begins: seconds, or hh:mm:ss, with a fraction if need be. */
    public Builder from(String from) {
      this.from = from;
      return this;
    }

    /** Sets where in the audio the MP3 ends, in the same form; after the audio's end is its end. */
    public Builder to(String to) {
      this.to = to;
      return this;
    }

    /**
     * Has all of it made louder or softer, so that its integrated loudness (EBU R 128) is this.
     *
     * @param loudness in LUFS, -70 to -5; -16 is usual for podcasts, -14 for music, -23 for
     *     broadcasts
     */
    public Builder loudness(double loudness) {
      this.loudness = loudness;
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
      return new Mp3Options(this);
    }
  }
}
