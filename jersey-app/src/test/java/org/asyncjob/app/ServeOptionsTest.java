package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Flag, environment, system property, file, default: the first that says something wins. */
class ServeOptionsTest {

  private static final String PROPERTY = "mp4tomp3.queue";

  @TempDir Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void everythingHasASafeDefault() {
    ServeOptions options = parse(Map.of());

    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.maxInputBytes()).isEqualTo(25L * 1024 * 1024);
    assertThat(options.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(options.retention()).isEqualTo(Duration.ofHours(24));
    assertThat(options.dataDirectory()).isAbsolute().endsWithRaw(Path.of("mp4tomp3"));
    assertThat(options.publicUrl()).isEmpty();
    assertThat(options.ffmpeg()).isEmpty();
    assertThat(options.config()).isEmpty();
  }

  @Test
  void aFlagWinsOverTheEnvironmentThatOverAPropertyThatOverTheFile() throws IOException {
    Path file = Files.writeString(directory.resolve("server.properties"), "queue=1\nworkers=7\n");

    assertThat(parse(Map.of(), "--config", file.toString()).queue()).isEqualTo(1);
    System.setProperty(PROPERTY, "2");
    assertThat(parse(Map.of(), "--config", file.toString()).queue()).isEqualTo(2);
    Map<String, String> environment = Map.of("MP4TOMP3_QUEUE", "3");
    assertThat(parse(environment, "--config", file.toString()).queue()).isEqualTo(3);
    assertThat(parse(environment, "--queue", "4", "--config", file.toString()).queue())
        .isEqualTo(4);
    assertThat(parse(environment, "--config", file.toString()).workers()).isEqualTo(7);
  }

  @Test
  void theEnvironmentMayNameTheFile() throws IOException {
    Path file =
        Files.writeString(directory.resolve("server.properties"), "public-url=https://a.example/b");

    ServeOptions options = parse(Map.of("MP4TOMP3_CONFIG", file.toString()));

    assertThat(options.publicUrl()).contains(URI.create("https://a.example/b"));
  }

  @Test
  void aSettingThatIsNoneIsNamedTogetherWithThoseThatAre() throws IOException {
    Path file = Files.writeString(directory.resolve("server.properties"), "data_dir=/x\n");

    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse(Map.of(), "--config", file.toString()))
        .withMessageContaining("\"data_dir\"")
        .withMessageContaining("data-dir");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse(Map.of(), "--config", "missing.properties"))
        .withMessageContaining("missing.properties");
  }

  @Test
  void aValueOfTheWrongTypeIsNamed() {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> ServeOptions.parse("--retention", "soon"))
        .withMessageContaining("--retention")
        .withMessageContaining("soon");
  }

  @Test
  void helpListsEverySetting() {
    CommandLine commandLine = new CommandLine(new Main());

    String help = commandLine.getUsageMessage();

    commandLine
        .getCommandSpec()
        .options()
        .forEach(option -> assertThat(help).contains(option.longestName()));
    assertThat(help).contains("MP4TOMP3_DATA_DIR");
  }

  private static ServeOptions parse(Map<String, String> environment, String... flags) {
    ServeOptions options = new ServeOptions();
    CommandLine commandLine = new CommandLine(CommandSpec.create());
    commandLine.getCommandSpec().addMixin("settings", CommandSpec.forAnnotatedObject(options));
    Settings.provideDefaults(commandLine, environment::get);
    commandLine.parseArgs(flags);
    return options;
  }
}
