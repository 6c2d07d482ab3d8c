package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What docs/http.md says of proofs is so. */
class ProofTableTest {

  private static final Path SUITE =
      Samples.REPOSITORY.resolve(
          "verification/deployment-tests/src/test/java/org/asyncjob/verification/contract");

  @Test
  void eachRowNamesTestsThatExist() throws Exception {
    ProofTable table = table();

    assertThat(table.unproven()).isEmpty();
    assertThat(ProofTable.testsBelow(Samples.REPOSITORY)).containsAll(table.named());
  }

  @Test
  void eachTestOfTheSuiteIsNamed() throws Exception {
    Set<String> tests = new TreeSet<>(ProofTable.testsBelow(SUITE));
    tests.removeIf(test -> test.startsWith("ProofTableTest."));

    assertThat(tests).hasSizeGreaterThan(50);
    assertThat(table().named()).containsAll(tests);
  }

  @Test
  void aRowWithoutATestIsFound() {
    ProofTable table =
        ProofTable.of(
            """
            | `NoTest.beforeTheTable` | |

            ## What proves it

            | what is promised | what proves it |
            |---|---|
            | one | `PollingTest.aCancelledJobIsTwoHundred`, `NoTest.nothing` |
            | two | |
            | three | not yet |

            ## Afterwards

            | `NoTest.afterwards` |
            """);

    assertThat(table.named())
        .containsExactly("PollingTest.aCancelledJobIsTwoHundred", "NoTest.nothing");
    assertThat(table.unproven()).containsExactly("| two | |");
  }

  private static ProofTable table() throws Exception {
    return ProofTable.of(Files.readString(Samples.REPOSITORY.resolve("docs/http.md")));
  }
}
