package org.asyncjob.transcode.parallel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Some PCM that several readers share; when the last is done its memory is used again. */
final class PcmBlock {

  /** The last block of a segment; it is empty. */
  static final PcmBlock END = new PcmBlock(new Pool(0), new byte[0]);

  private final Pool pool;
  private final byte[] bytes;
  private final AtomicInteger users = new AtomicInteger(1);
  private int length;

  private PcmBlock(Pool pool, byte[] bytes) {
    this.pool = pool;
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void length(int newLength) {
    this.length = newLength;
  }

  /** Adds a user. Whoever calls this is one. */
  PcmBlock shared() {
    users.incrementAndGet();
    return this;
  }

  /** Removes a user. */
  void release() {
    if (users.decrementAndGet() == 0) {
      pool.free.add(bytes);
    }
  }

  /**
   * Memory that is used again and again, so that a long file makes no more garbage than a short.
   */
  static final class Pool {

    private final int size;
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

    Pool(int size) {
      this.size = size;
    }

    /** Returns a block with one user. */
    PcmBlock take() {
      byte[] used = free.poll();
      return new PcmBlock(this, used == null ? new byte[size] : used);
    }
  }
}
