package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyncjob.jaxrs.KeysInUpload.Reservation;
import org.junit.jupiter.api.Test;

class KeysInUploadTest {

  private final KeysInUpload keys = new KeysInUpload();

  @Test
  void oneRequestAtATimeHasAKey() {
    Reservation first = keys.reserve("key").orElseThrow();

    assertThat(keys.reserve("key")).isEmpty();
    assertThat(keys.reserve("other")).isPresent();

    keys.release(first);
    assertThat(keys.reserve("key")).isPresent();
  }

  @Test
  void aRequestThatBecameAJobDoesNotEndTheNextOnesReservation() {
    Reservation first = keys.reserve("key").orElseThrow();
    keys.release("key");
    assertThat(keys.reserve("key")).isPresent();

    keys.release(first);

    assertThat(keys.reserve("key")).isEmpty();
  }
}
