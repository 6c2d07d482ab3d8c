package org.asyncjob.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
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
  void timesAreReadInEachFormAndWrittenAsSeconds() throws Exception {
    for (String[] form :
        new String[][] {
          {"90.5", "90.5"},
          {"1:30.5", "90.5"},
          {"00:01:30.500", "90.5"},
          {"10:00:00", "36000"},
          {"0", "0"},
          {"0:00.000000001", "0.000000001"}
        }) {
      Mp3Options options = Mp3Options.builder().from(form[0]).build();

      assertThat(options.asMap()).containsExactly(Map.entry("from", form[1]));
      assertThat(json.convertValue(options.asMap(), Mp3Options.class)).isEqualTo(options);
    }
    assertThat(json.readValue("{\"from\":1,\"to\":2.5}", Mp3Options.class).to())
        .contains(Duration.ofMillis(2500));
  }

  @Test
  void fieldsOfAFormThatWereLeftEmptyAreNotGiven() {
    Map<String, String> fields = Map.of("track", "", "from", " ", "to", "", "loudness", "");

    assertThat(json.convertValue(fields, Mp3Options.class)).isEqualTo(Mp3Options.defaults());
  }

  @Test
  void whatIsTakenOfTheFileComesFromTextAsWellAsFromJson() throws Exception {
    Mp3Options options = Mp3Options.builder().track("2").from("1").to("1:00").loudness(-16).build();

    assertThat(json.readValue(json.writeValueAsString(options), Mp3Options.class))
        .isEqualTo(options);
    assertThat(
            json.convertValue(
                Map.of("track", "2", "from", "1", "to", "60", "loudness", "-16"), Mp3Options.class))
        .isEqualTo(options);
    assertThat(json.readValue("{\"track\":2}", Mp3Options.class).track()).contains("2");
    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void aRefusalOfAPartOrATrackOrALoudnessSaysWhatIsAllowed() {
    for (String time : List.of("-1", "1:60", "1:2:3:4", "90,5", "1m", "1e3", "12345678", "٣")) {
      refused(
          Mp3Options.builder().from(time),
          ("Option \"from\" is \"%s\". Allowed are seconds, e.g. 90 or 90.5, and hours, minutes and"
                  + " seconds, e.g. 1:30 or 00:01:30.250.")
              .formatted(time));
    }
    refused(
        Mp3Options.builder().from("1:00").to("60"),
        "Option \"to\" is 60 seconds. It has to be more than \"from\", which is 60.");
    refused(
        Mp3Options.builder().to("0"),
        "Option \"to\" is 0 seconds. It has to be more than \"from\", which is 0.");
    for (String track : List.of("0", "-1", "1000", "d", "deutsch", "1,2", "d1")) {
      refused(
          Mp3Options.builder().track(track),
          ("Option \"track\" is \"%s\". Allowed are the number of an audio track, from 1 to 999, and"
                  + " the code of a language, of two or three letters, e.g. de or deu.")
              .formatted(track));
    }
    for (double loudness : new double[] {0, -4.9, -70.5, Double.NaN}) {
      refused(
          Mp3Options.builder().loudness(loudness),
          "Option \"loudness\" is %s. Allowed are -70 to -5 LUFS.".formatted(loudness));
    }
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
