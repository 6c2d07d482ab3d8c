package org.asyncjob.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** Connections to PostgreSQL, the same number for everybody that is measured here. */
final class Databases {

  /** As many as HikariCP has by itself: more wait for each other on two cores. */
  private static final int CONNECTIONS = 10;

  private Databases() {}

  /** A server that keeps what it has committed, which an embedded one by itself does not. */
  static EmbeddedPostgres postgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .start();
  }

  static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }
}
