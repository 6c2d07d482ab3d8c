package org.asyncjob.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class ForecastTest {

  @Test
  void jobsTakeTheWorkerThatIsFreeFirst() {
    Forecast forecast = new Forecast(free(0, 5), Map.of());

    assertThat(forecast.next("any", 10)).isEqualTo(10);
    assertThat(forecast.next("any", 10)).isEqualTo(15);
    assertThat(forecast.next("any", 10)).isEqualTo(20);
  }

  @Test
  void aJobOfALimitedKindWaitsForItsKindAndOthersDoNot() {
    Forecast forecast = new Forecast(free(0, 0), Map.of("few", free(7)));

    assertThat(forecast.next("few", 10)).isEqualTo(17);
    assertThat(forecast.next("few", 10)).isEqualTo(27);
    assertThat(forecast.next("any", 1)).isEqualTo(1);
  }

  @Test
  void aJobOfALimitedKindWaitsForAWorkerToo() {
    Forecast forecast = new Forecast(free(30, 40), Map.of("few", free(7, 8)));

    assertThat(forecast.next("few", 10)).isEqualTo(40);
    assertThat(forecast.next("few", 10)).isEqualTo(50);
    assertThat(forecast.next("any", 10)).isEqualTo(50);
  }

  @Test
  void itTakesTheWorkerThatIsFreeLastBeforeItsTurn() {
    Forecast forecast = new Forecast(free(3, 6, 9), Map.of("few", free(7)));

    assertThat(forecast.next("few", 10)).isEqualTo(17);
    assertThat(forecast.next("any", 10)).isEqualTo(13);
    assertThat(forecast.next("any", 10)).isEqualTo(19);
    assertThat(forecast.next("any", 10)).isEqualTo(23);
  }

  private static PriorityQueue<Long> free(long... times) {
    PriorityQueue<Long> free = new PriorityQueue<>();
    for (long time : times) {
      free.addAll(List.of(time));
    }
    return free;
  }
}
