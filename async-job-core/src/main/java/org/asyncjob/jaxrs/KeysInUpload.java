package org.asyncjob.jaxrs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The idempotency keys, scoped, of requests that this server is receiving. Safe for many threads.
 */
final class KeysInUpload {

  private final ConcurrentMap<String, Object> holders = new ConcurrentHashMap<>();

  /** Reserves a key for one request; false if another one has it. */
  boolean reserve(String key, Object holder) {
    return holders.putIfAbsent(key, holder) == null;
  }

  /** Ends a reservation whose request has become a job. */
  void release(String key) {
    holders.remove(key);
  }

  /** Ends a reservation unless another request has the key by now. */
  void release(String key, Object holder) {
    holders.remove(key, holder);
  }
}
