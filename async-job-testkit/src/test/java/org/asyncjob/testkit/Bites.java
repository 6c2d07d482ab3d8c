package org.asyncjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs tests of a contract against broken implementations and has them fail. */
final class Bites {

  private Bites() {}

  /** One test for each class in {@code suite} that says by which test it is caught. */
  static Stream<DynamicTest> of(Class<?> contract, Class<?> suite) {
    List<Class<?>> broken =
        Arrays.stream(suite.getDeclaredClasses())
            .filter(each -> each.isAnnotationPresent(CaughtBy.class))
            .sorted((one, other) -> one.getSimpleName().compareTo(other.getSimpleName()))
            .collect(Collectors.toList());
    assertThat(broken).isNotEmpty();
    return broken.stream()
        .map(each -> DynamicTest.dynamicTest(sentence(each), () -> assertCaught(contract, each)));
  }

  private static void assertCaught(Class<?> contract, Class<?> broken) {
    String[] names = broken.getAnnotation(CaughtBy.class).value().split("\\.", 2);
    Class<?> nested = only(contract.getDeclaredClasses(), Class::getSimpleName, names[0]);
    Method test = only(nested.getDeclaredMethods(), Method::getName, names[1]);
    String parameters =
        Arrays.stream(test.getParameterTypes())
            .map(Class::getName)
            .collect(Collectors.joining(","));

    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectNestedMethod(List.of(broken), nested, test.getName(), parameters))
            .execute()
            .testEvents();

    assertThat(tests.started().count()).as("tests that ran").isPositive();
    assertThat(tests.failed().count())
        .as("%s.%s fails for: %s", names[0], names[1], sentence(broken))
        .isPositive();
  }

  private static <T> T only(T[] all, Function<T, String> name, String wanted) {
    List<T> found = Arrays.stream(all).filter(each -> name.apply(each).equals(wanted)).toList();
    assertThat(found).as(wanted).hasSize(1);
    return found.get(0);
  }

  private static String sentence(Class<?> broken) {
    return "it "
        + broken.getSimpleName().replaceAll("([A-Z])", " $1").trim().toLowerCase(Locale.ROOT);
  }
}
