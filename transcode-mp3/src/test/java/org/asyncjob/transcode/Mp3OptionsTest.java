package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.asyncjob.UnacceptableRequestException;
import org.junit.jupiter.api.Test;

class Mp3OptionsTest {

  private final JsonMapper json = new JsonMapper();

  @Test
  void nothingSetIsNothingThere() {
    Mp3Options options = Mp3Options.defaults();

    assertThat(options.asMap()).isEmpty();
    assertThat(options.quality()).isEmpty();
    assertThat(options.mono()).isFalse();
  }

  @Test
  void jsonBecomesOptions() throws Exception {
    Mp3Options options =
        json.readValue(
            "{\"average_bitrate\":100,\"mono\":true,\"sample_rate\":22050}", Mp3Options.class);

    assertThat(options)
        .isEqualTo(Mp3Options.builder().averageBitrate(100).mono(true).sampleRate(22_050).build());
  }

  @Test
  void optionsBecomeJsonAndAreTheSameWhenTheyComeBack() throws Exception {
    Mp3Options options = Mp3Options.builder().bitrate(192).mono(true).sampleRate(44_100).build();

    String written = json.writeValueAsString(options);

    assertThat(written).isEqualTo("{\"bitrate\":192,\"mono\":true,\"sample_rate\":44100}");
    assertThat(json.readValue(written, Mp3Options.class)).isEqualTo(options);
  }

  @Test
  void queryParametersComeAsTextAndAnEmptyOneCountsAsNotGiven() {
    Map<String, String> parameters = Map.of("quality", "0", "mono", "true", "sample_rate", "");

    Mp3Options options = json.convertValue(parameters, Mp3Options.class);

    assertThat(options).isEqualTo(Mp3Options.builder().quality(0).mono(true).build());
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThatThrownBy(() -> json.readValue("{\"qualty\":1}", Mp3Options.class))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  @Test
  void aRefusalNamesTheOptionItsValueAndTheAllowedOnes() {
    refused(
        Mp3Options.builder().quality(10),
        "Option \"quality\" is 10. Allowed are 0 (best, largest) to 9.");
    refused(
        Mp3Options.builder().quality(-1),
        "Option \"quality\" is -1. Allowed are 0 (best, largest) to 9.");
    refused(
        Mp3Options.builder().bitrate(100),
        "Option \"bitrate\" is 100. Allowed are 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128,"
            + " 144, 160, 192, 224, 256, 320 kbit/s.");
    refused(
        Mp3Options.builder().sampleRate(96_000),
        "Option \"sample_rate\" is 96000. Allowed are 8000, 11025, 12000, 16000, 22050, 24000,"
            + " 32000, 44100, 48000 Hz.");
    refused(
        Mp3Options.builder().averageBitrate(321),
        "Option \"average_bitrate\" is 321. Allowed are 8 to 320 kbit/s.");
  }

  @Test
  void aBitrateThatTheSampleRateDoesNotHaveIsRefusedWithThoseItHas() {
    refused(
        Mp3Options.builder().bitrate(320).sampleRate(22_050),
        "Option \"bitrate\" is 320. Allowed at 22050 Hz are 8, 16, 24, 32, 40, 48, 56, 64, 80, 96,"
            + " 112, 128, 144, 160 kbit/s.");
    refused(
        Mp3Options.builder().averageBitrate(96).sampleRate(8_000),
        "Option \"average_bitrate\" is 96. Allowed at 8000 Hz are 8 to 64 kbit/s.");
  }

  @Test
  void qualityAndBitratesExcludeEachOther() {
    refused(
        Mp3Options.builder().quality(2).bitrate(128),
        "The options quality and bitrate exclude each other. Give only one of quality (variable"
            + " bit rate), bitrate (constant) and average_bitrate.");
  }

  private static void refused(Mp3Options.Builder options, String sentence) {
    assertThatThrownBy(options::build)
        .isInstanceOf(UnacceptableRequestException.class)
        .hasMessage(sentence);
  }
}
