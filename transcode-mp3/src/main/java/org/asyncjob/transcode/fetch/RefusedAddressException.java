package org.asyncjob.transcode.fetch;

import java.io.IOException;

/** The guard objects to an address. */
final class RefusedAddressException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean ofName;

  /**
   * Creates it.
   *
   * @param ofName whether the address was found by a name, and not named itself
   */
  RefusedAddressException(String address, String objection, boolean ofName) {
    super(address + ": " + objection);
    this.ofName = ofName;
  }

  /**
   * Whether the address was found by a name. Who asked must not learn then that there is such a
   * name: it may be known in this network alone.
   */
  boolean isOfName() {
    return ofName;
  }
}
