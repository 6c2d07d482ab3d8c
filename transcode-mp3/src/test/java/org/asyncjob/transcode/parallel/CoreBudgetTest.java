package org.asyncjob.transcode.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoreBudgetTest {

  private final CoreBudget budget = new CoreBudget(2);

  @Test
  void aLonelyConversionGetsAllCores() throws Exception {
    CoreBudget.Share share = budget.share(8);

    assertThat(share.take()).isTrue();
    assertThat(share.take()).isTrue();

    assertThat(budget.used()).isEqualTo(2);
  }

  @Test
  void eachConversionHasOneCoreHoweverManyThereAre() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(budget.share(8).take()).isTrue();
    }

    assertThat(budget.used()).isEqualTo(4);
  }

  @Test
  void aCoreThatSomebodyElseHasComeToNeedIsNotLentAgain() throws Exception {
    CoreBudget.Share first = budget.share(8);
    first.take();
    first.take();
    try (CoreBudget.Share second = budget.share(8)) {
      assertThat(second.take()).isTrue();
      first.giveBack();
      CompletableFuture<Boolean> wanted = taking(first);
      await().until(() -> budget.used() == 2);
      assertThat(wanted).isNotDone();

      second.giveBack();
      assertThat(wanted).isNotDone();
    }
    await().until(() -> budget.used() == 1 || budget.used() == 2);
  }

  @Test
  void aCoreThatBecomesFreeIsLentToWhoWaits() throws Exception {
    CoreBudget.Share first = budget.share(8);
    CoreBudget.Share second = budget.share(8);
    first.take();
    second.take();
    CompletableFuture<Boolean> wanted = taking(first);
    assertThat(wanted).isNotDone();

    second.giveBack();
    second.close();

    assertThat(wanted.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(budget.used()).isEqualTo(2);
  }

  @Test
  void noConversionTakesMoreThanItSaid() throws Exception {
    CoreBudget.Share share = new CoreBudget(16).share(1);
    share.take();
    CompletableFuture<Boolean> wanted = taking(share);
    assertThat(wanted).isNotDone();

    share.giveBack();

    assertThat(wanted.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingEndsTheWaitAndGivesEverythingBackInTheEnd() throws Exception {
    CoreBudget.Share share = budget.share(1);
    share.take();
    CompletableFuture<Boolean> wanted = taking(share);

    share.close();

    assertThat(wanted.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(budget.used()).isEqualTo(1);
    share.giveBack();
    assertThat(budget.used()).isZero();
  }

  @Test
  void thereIsAtLeastOneCore() {
    assertThatThrownBy(() -> new CoreBudget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cores 0 is not positive");
  }

  private static CompletableFuture<Boolean> taking(CoreBudget.Share share) {
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                taken.complete(share.take());
              } catch (InterruptedException e) {
                taken.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() != Thread.State.NEW && !running(thread));
    return taken;
  }

  private static boolean running(Thread thread) {
    return thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.BLOCKED;
  }
}
