package org.asyncjob.app;

import java.util.Locale;

/** Where jobs can be remembered. */
enum StoreKind {
  /** In this process, until it ends. */
  MEMORY,
  /** In a file of the data directory. */
  SQLITE,
  /** In a PostgreSQL, for any number of servers. */
  POSTGRES;

  /** As it is written in settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
