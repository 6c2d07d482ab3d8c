package org.asyncjob.transcode;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** Codes of languages in the three ways in which people and files write them (ISO 639). */
final class Languages {

  /**
   * Codes by a language's English name, from ISO 639-2/B, where that of its own name is another.
   */
  private static final Map<String, String> BY_ENGLISH_NAME =
      Map.ofEntries(
          Map.entry("alb", "sqi"),
          Map.entry("arm", "hye"),
          Map.entry("baq", "eus"),
          Map.entry("bur", "mya"),
          Map.entry("chi", "zho"),
          Map.entry("cze", "ces"),
          Map.entry("dut", "nld"),
          Map.entry("fre", "fra"),
          Map.entry("geo", "kat"),
          Map.entry("ger", "deu"),
          Map.entry("gre", "ell"),
          Map.entry("ice", "isl"),
          Map.entry("mac", "mkd"),
          Map.entry("mao", "mri"),
          Map.entry("may", "msa"),
          Map.entry("per", "fas"),
          Map.entry("rum", "ron"),
          Map.entry("slo", "slk"),
          Map.entry("tib", "bod"),
          Map.entry("wel", "cym"));

  private Languages() {}

  /** Whether both are codes of the same language: {@code de}, {@code deu} and {@code ger} are. */
  static boolean same(String one, String other) {
    return ownName(one).equals(ownName(other));
  }

  private static String ownName(String code) {
    String lower = code.toLowerCase(Locale.ROOT);
    if (lower.length() != 2) {
      return BY_ENGLISH_NAME.getOrDefault(lower, lower);
    }
    try {
      return Locale.forLanguageTag(lower).getISO3Language();
    } catch (MissingResourceException e) {
      return lower;
    }
  }
}
