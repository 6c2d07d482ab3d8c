package org.asyncjob.app;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Looks up, for a flag that was not given, the environment, system properties and the file. */
public final class Settings implements IDefaultValueProvider {

  private static final String CONFIG = "config";
  private static final Set<Class<?>> OF_SETTINGS =
      Set.of(ServeOptions.class, StorageOptions.class, SourceOptions.class);

  private final UnaryOperator<@Nullable String> environment;
  private @Nullable Path fileRead;
  private Properties file = new Properties();

  private Settings(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * Has the options of {@link ServeOptions} take their values from here where no flag gives one.
   *
   * @param commandLine a command that has {@link ServeOptions} as a mixin
   */
  public static void provideDefaults(CommandLine commandLine) {
    provideDefaults(commandLine, System::getenv);
  }

  static void provideDefaults(
      CommandLine commandLine, UnaryOperator<@Nullable String> environment) {
    commandLine.setDefaultValueProvider(new Settings(environment));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !isSetting(option)) {
      return null;
    }
    String key = key(option);
    return outside(key).or(() -> inFile(key, option.command())).orElse(null);
  }

  private Optional<String> outside(String key) {
    String variable = "MP4TOMP3_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    return Optional.ofNullable(environment.apply(variable))
        .or(() -> Optional.ofNullable(System.getProperty("mp4tomp3." + key)));
  }

  private Optional<String> inFile(String key, CommandSpec command) {
    if (key.equals(CONFIG)) {
      return Optional.empty();
    }
    Path flag = command.findOption("--" + CONFIG).getValue();
    Optional<Path> path = Optional.ofNullable(flag).or(() -> outside(CONFIG).map(Path::of));
    if (path.isPresent() && !path.get().equals(fileRead)) {
      file = read(path.get(), command);
      fileRead = path.get();
    }
    return Optional.ofNullable(file.getProperty(key));
  }

  private static Properties read(Path path, CommandSpec command) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "the configuration file " + path + " cannot be read: " + e, e);
    }
    Set<String> known = new TreeSet<>();
    for (OptionSpec option : command.options()) {
      if (isSetting(option) && !key(option).equals(CONFIG)) {
        known.add(key(option));
      }
    }
    for (String name : properties.stringPropertyNames()) {
      if (!known.contains(name)) {
        throw new ParameterException(
            command.commandLine(),
            "the configuration file %s sets \"%s\", which is no setting; settings are %s"
                .formatted(path, name, known));
      }
    }
    return properties;
  }

  private static boolean isSetting(OptionSpec option) {
    return option.userObject() instanceof Field field
        && OF_SETTINGS.contains(field.getDeclaringClass());
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring("--".length());
  }
}
