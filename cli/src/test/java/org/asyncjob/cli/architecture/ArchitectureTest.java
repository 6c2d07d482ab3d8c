package org.asyncjob.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the packages against their walls, and each wall against code that breaks it. */
class ArchitectureTest {

  private static final String BROKEN_ROOT = "org.asyncjob.cli.architecture.broken";
  private static final JavaClasses CLI =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.asyncjob.cli");
  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(BROKEN_ROOT);

  static List<Rule> rules() {
    return List.of(
        new Rule(
            "progress", "Shows", List.of("java..", "me.tongfei.progressbar..", "org.jspecify..")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void thePackageStandsOnItsOwn(Rule rule) {
    rule.below("org.asyncjob.cli").check(CLI);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleFindsWhatBreaksIt(Rule rule) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> rule.below(BROKEN_ROOT).check(BROKEN))
        .withMessageContaining(BROKEN_ROOT + "." + rule.name() + "." + rule.culprit());
  }

  /**
   * What a package may know besides itself.
   *
   * @param culprit a class of the broken twin that knows more
   */
  private record Rule(String name, String culprit, List<String> known) {
    ArchRule below(String root) {
      String itself = root + "." + name + "..";
      return classes()
          .that()
          .resideInAPackage(itself)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              Stream.concat(Stream.of(itself), known.stream()).toArray(String[]::new));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
