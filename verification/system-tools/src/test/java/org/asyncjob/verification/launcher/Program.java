package org.asyncjob.verification.launcher;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What the launcher starts in tests: says how it was started. */
final class Program {
  private Program() {}

  public static void main(String[] arguments) {
    System.out.println(ascii(Arrays.toString(arguments)));
    System.out.println(System.getProperty("user.dir"));
    System.out.println(ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder();
    text.chars()
        .forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
    return ascii.toString();
  }
}
