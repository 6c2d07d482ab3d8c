package org.asyncjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that wait hold no thread, and all are told of the end. */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class WaitersTest {

  private static final int WAITERS = 300;

  /** The few that Java and the engine start when they are first needed. */
  private static final int NOT_FOR_WAITERS = 20;

  @ParameterizedTest
  @EnumSource
  void threeHundredClientsWaitWithoutAThreadEach(WaitingKind kind) throws Exception {
    Waiters.Result result = Waiters.measure(kind, WAITERS, 20, List.of("-Xmx256m"));

    assertThat(result.meanwhile().threads() - result.before().threads())
        .as("threads beside the %d before", result.before().threads())
        .isLessThan(NOT_FOR_WAITERS);
  }
}
