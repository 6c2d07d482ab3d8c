package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of the contract, tested as a visitor who leaves nothing behind. */
@ExtendWith(JudgedServer.class)
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class ContractTest {

  Visitor visitor;

  @BeforeEach
  void arrive(Visitor arrived) {
    visitor = arrived;
  }

  @AfterEach
  void leave() throws Exception {
    visitor.close();
  }

  static void assertProblem(Answer refused, int status, String name) {
    assertThat(refused.status()).as(refused.toString()).isEqualTo(status);
    assertThat(refused.member("type"))
        .as(refused.toString())
        .isEqualTo(name.equals("about:blank") ? name : "urn:problem-type:asyncjob:" + name);
  }

  static void assertStatus(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
  }
}
