package org.asyncjob.faults;

import java.net.URI;

/** Where to turn to with the next request. */
@FunctionalInterface
interface Door {

  /** The address of one who serves, once there is one; ends with a slash. */
  URI next() throws InterruptedException;
}
