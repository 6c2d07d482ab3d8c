package org.asyncjob.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/**
 * The walls between the packages of core.
 *
 * @param root the package that has the vocabulary; the tests of these rules have another one
 */
record Walls(String root) {

  ArchRule arrowsPointDownOnly() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("vocabulary")
        .definedBy(root)
        .layer("spi")
        .definedBy(root + ".spi")
        .layer("engine")
        .definedBy(root + ".engine")
        .layer("store")
        .definedBy(root + ".store")
        .layer("executor")
        .definedBy(root + ".executor")
        .layer("jaxrs")
        .definedBy(root + ".jaxrs")
        .layer("local")
        .definedBy(root + ".local")
        .whereLayer("vocabulary")
        .mayNotAccessAnyLayer()
        .whereLayer("spi")
        .mayOnlyAccessLayers("vocabulary")
        .whereLayer("engine")
        .mayOnlyAccessLayers("spi", "vocabulary")
        .whereLayer("store")
        .mayOnlyAccessLayers("spi", "vocabulary")
        .whereLayer("executor")
        .mayOnlyAccessLayers("spi", "vocabulary")
        .whereLayer("jaxrs")
        .mayOnlyAccessLayers("engine", "spi", "vocabulary")
        .whereLayer("local")
        .mayNotBeAccessedByAnyLayer();
  }

  ArchRule httpNeverSeesAStore() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".jaxrs..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(".*\\.spi\\.(JobStore|BlobStore|JobExecutor)");
  }

  ArchRule packagesHaveNoCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  ArchRule jakartaStaysInJaxrs() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + ".jaxrs..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta..");
  }

  ArchRule namesSayWhatAThingIs() {
    return noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .resideInAnyPackage("..util..", "..internal..");
  }

  ArchRule oneClassWritesJobsAfterTheirInsertion() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".engine..")
        .and()
        .doNotHaveSimpleName("Transitions")
        .should()
        .callMethodWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "JobStore.replace",
                    target ->
                        target.getName().equals("replace")
                            && target.getOwner().getSimpleName().equals("JobStore"))));
  }

  ArchRule publicTypesAreFinalOrMeantToBeExtended() {
    return classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .orShould()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
        .orShould()
        .haveSimpleName("JobStoreException");
  }
}
