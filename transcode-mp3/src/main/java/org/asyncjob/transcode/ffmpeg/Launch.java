package org.asyncjob.transcode.ffmpeg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How programs are started: restrained as far as this machine can, if there are limits, and with
 * what they are told first.
 *
 * @param possible what works here
 * @param limits nothing for a process that is ours alone, without a stranger's file
 * @param firstArguments come before all others of ffmpeg
 */
public record Launch(
    Set<Restraint> possible, Optional<ProcessLimits> limits, List<String> firstArguments) {

  /** Without anything. */
  static final Launch FREE = new Launch(Set.of(), Optional.empty(), List.of());

  private static final int SECONDS_TO_OBEY = 5;
  private static final int BYTES_OF_UNIT = 1024;
  // Each thread's is reserved as a whole and counts as memory; the usual 8 MiB are for programs
  // that recurse.
  private static final int KIBIBYTES_OF_STACK = 2048;

  /** Copies what can be changed. */
  public Launch {
    possible = possible.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(possible));
    firstArguments = List.copyOf(firstArguments);
  }

  Launch possible(Set<Restraint> restraints) {
    return new Launch(restraints, limits, firstArguments);
  }

  Launch within(ProcessLimits newLimits) {
    return new Launch(possible, Optional.of(newLimits), firstArguments);
  }

  Launch first(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(firstArguments);
    return new Launch(possible, limits, all);
  }

  /** Returns a process to be started; none of the texts can become part of a shell's command. */
  ProcessBuilder process(Map<String, String> environment, List<String> command) {
    if (limits.isEmpty() || possible.isEmpty()) {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      return builder;
    }
    List<String> all = new ArrayList<>(List.of(RestraintProbe.SHELL, "-c"));
    StringBuilder script = new StringBuilder();
    List<String> values = new ArrayList<>();
    // Here and not in the environment of the shell: macOS takes them away from its own programs.
    environment.forEach(
        (name, value) -> {
          script.append("export %s=\"$1\"; shift; ".formatted(name));
          values.add(value);
        });
    settings(limits.get())
        .forEach(
            (restraint, setting) -> {
              if (possible.contains(restraint)) {
                script.append(setting);
              }
            });
    all.add(script.append("exec \"$@\"").toString());
    all.add("sh");
    all.addAll(values);
    if (possible.contains(Restraint.OWN_SESSION)) {
      all.add("setsid");
    }
    if (possible.contains(Restraint.DIES_WITH_US)) {
      all.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
    }
    all.addAll(command);
    return new ProcessBuilder(all);
  }

  /** Where a stricter limit is set already, the shell refuses to raise it and goes on. */
  private static Map<Restraint, String> settings(ProcessLimits limits) {
    long seconds = limits.cpuSeconds();
    return Map.of(
        Restraint.CPU_TIME,
        ulimit("-S -t " + seconds) + ulimit("-H -t " + (seconds + SECONDS_TO_OBEY)),
        Restraint.MEMORY,
        ulimit("-S -s " + KIBIBYTES_OF_STACK) + ulimit("-d " + limits.memory() / BYTES_OF_UNIT),
        Restraint.NO_FILES,
        ulimit("-c 0") + ulimit("-f 0"));
  }

  private static String ulimit(String setting) {
    return "ulimit " + setting + " 2>/dev/null; ";
  }

  /** One sentence for operators. */
  String description() {
    if (possible.isEmpty()) {
      return "ffmpeg cannot be restrained on this machine beyond its output and its time, because"
          + " there is no "
          + RestraintProbe.SHELL
          + "; let only those use it whose files can be trusted";
    }
    Set<Restraint> missing = EnumSet.allOf(Restraint.class);
    missing.removeAll(possible);
    String works = meanings(possible);
    return missing.isEmpty()
        ? "ffmpeg is restrained: " + works
        : "ffmpeg is restrained only in part: %s; not possible here (on Linux, util-linux has it): %s"
            .formatted(works, meanings(missing));
  }

  private static String meanings(Set<Restraint> restraints) {
    return Arrays.stream(Restraint.values())
        .filter(restraints::contains)
        .map(Restraint::meaning)
        .collect(Collectors.joining(", "));
  }
}
