package org.asyncjob.client;

/** Hears how a transfer goes on, on a thread of the client. */
@FunctionalInterface
public interface TransferListener {

  /** Hears nothing. */
  TransferListener NONE = (transferred, total) -> {};

  /**
   * Some bytes have passed.
   *
   * @param transferred bytes so far, those of broken connections included; fewer than before when a
   *     transfer has to begin anew
   * @param total all bytes, or -1 while unknown
   */
  void transferred(long transferred, long total);
}
