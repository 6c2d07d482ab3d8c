package org.asyncjob.architecture;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the packages of core against their walls, and each wall against code that breaks it. */
class ArchitectureTest {

  private static final String BROKEN_ROOT = "org.asyncjob.architecture.broken";
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.asyncjob");
  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(BROKEN_ROOT);

  static List<Rule> rules() {
    return List.of(
        new Rule(Walls::arrowsPointDownOnly, "engine.NamesAShippedStore"),
        new Rule(Walls::httpNeverSeesAStore, "jaxrs.SeesAStore"),
        new Rule(Walls::packagesHaveNoCycles, "cycle.one.One"),
        new Rule(Walls::jakartaStaysInJaxrs, "engine.NamesAShippedStore"),
        new Rule(Walls::namesSayWhatAThingIs, "names.util.JobManagerImpl"),
        new Rule(Walls::oneClassWritesJobsAfterTheirInsertion, "engine.NamesAShippedStore.write"),
        new Rule(Walls::publicTypesAreFinalOrMeantToBeExtended, "store.ShippedStore"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theCoreKeepsTheRule(Rule rule) {
    rule.of(new Walls("org.asyncjob")).check(CORE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleFindsWhatBreaksIt(Rule rule) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> rule.of(new Walls(BROKEN_ROOT)).check(BROKEN))
        .withMessageContaining("was violated")
        .withMessageContaining(BROKEN_ROOT + "." + rule.culprit());
  }

  /**
   * A rule and what breaks it.
   *
   * @param culprit a class, or one of its methods, below the package of what is broken
   */
  private record Rule(Function<Walls, ArchRule> rule, String culprit) {
    ArchRule of(Walls walls) {
      return rule.apply(walls);
    }

    @Override
    public String toString() {
      return of(new Walls("core")).getDescription();
    }
  }
}
