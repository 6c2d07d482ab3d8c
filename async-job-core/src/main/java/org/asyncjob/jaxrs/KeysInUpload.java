package org.asyncjob.jaxrs;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The idempotency keys, scoped, of requests that this server is receiving. Safe for many threads.
 */
final class KeysInUpload {

  private final ConcurrentMap<String, Reservation> reservations = new ConcurrentHashMap<>();

  /** Reserves a key for one request; nothing if another one has it. */
  Optional<Reservation> reserve(String key) {
    Reservation mine = new Reservation(key);
    return reservations.putIfAbsent(key, mine) == null ? Optional.of(mine) : Optional.empty();
  }

  /** Ends the reservation of a key whose request has become a job. */
  void release(String key) {
    reservations.remove(key);
  }

  /** Ends this reservation; one that another request has made since then stays. */
  void release(Reservation reservation) {
    reservations.remove(reservation.key, reservation);
  }

  /** Equal to itself only: two requests may reserve one key, one after the other. */
  static final class Reservation {

    private final String key;

    private Reservation(String key) {
      this.key = key;
    }
  }
}
