package org.asyncjob.transcode.parallel;

/**
 * What an encoder of MP3 is told.
 *
 * @param sampleRate of the PCM and of the MP3, in Hz
 * @param channels 1 or 2
 * @param rateControl what {@code value} means
 * @param value quality 0 to 9, or a bit rate in kbit/s
 */
public record EncoderParameters(int sampleRate, int channels, RateControl rateControl, int value) {

  /** How the encoder decides how many bits a frame gets. */
  public enum RateControl {
    /** Variable bit rate of a quality from 0, the best, to 9. */
    QUALITY,
    /** The same bit rate in each frame. */
    CONSTANT,
    /** A bit rate that is met on average. */
    AVERAGE
  }
}
