package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.asyncjob.JobId;
import org.asyncjob.JobState;
import org.asyncjob.JobStoreException;
import org.asyncjob.spi.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is asked of the table of jobs. Safe for many threads. */
final class JobReader {

  private static final Logger LOG = LoggerFactory.getLogger(JobReader.class);
  private static final String SELECT = "select " + JobRow.COLUMNS + " from job where ";

  static final String BY_ID = SELECT + "id = ?";

  /** All conditions to the letter those of an index, as databases demand. */
  static final String UNFINISHED = SELECT + "state in ('QUEUED', 'RUNNING') order by created, id";

  static final String UNFINISHED_PAGE =
      SELECT
          + "state in ('QUEUED', 'RUNNING') and state = ? and (created, id) > (?, ?)"
          + " order by created, id limit ?";

  static final String EXPIRED =
      SELECT + "state not in ('QUEUED', 'RUNNING') and expires <= ? order by expires, id limit ?";

  private final Dialect dialect;
  private final Connections connections;
  private volatile boolean closed;

  JobReader(Dialect dialect, Connections connections) {
    this.dialect = dialect;
    this.connections = connections;
  }

  /** Refuses what is asked from now on. */
  void close() {
    closed = true;
  }

  Optional<StoredRow.Found> find(JobId id) {
    return rows(BY_ID, statement -> statement.setString(1, id.value())).stream().findFirst();
  }

  List<StoredRow.Found> findAll(Collection<JobId> ids) {
    List<String> values = ids.stream().map(JobId::value).toList();
    return rows(byIds(), statement -> dialect.bindTexts(statement, 1, values));
  }

  List<StoredRow.Found> unfinished() {
    return rows(UNFINISHED, statement -> {});
  }

  List<StoredRow.Found> unfinished(JobState state, JobStore.Place after, int limit) {
    return rows(
        UNFINISHED_PAGE,
        statement -> {
          statement.setString(1, state.name());
          statement.setLong(2, Moments.nanos(after.created()));
          statement.setString(3, after.id().value());
          statement.setInt(4, limit);
        });
  }

  List<StoredRow.Found> expired(Instant now, int limit) {
    return rows(
        EXPIRED,
        statement -> {
          statement.setLong(1, Moments.nanos(now));
          statement.setInt(2, limit);
        });
  }

  Set<String> referenced(Collection<String> blobKeys) {
    List<String> keys = blobKeys.stream().map(ColumnText::escaped).toList();
    return asked(
        statements -> {
          PreparedStatement statement = statements.prepare(byBlobs());
          dialect.bindTexts(statement, 1, keys);
          dialect.bindTexts(statement, 2, keys);
          Set<String> found = new HashSet<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              found.add(ColumnText.unescaped(rows.getString(1)));
            }
          }
          return found;
        });
  }

  String byIds() {
    return SELECT + dialect.oneOf("id");
  }

  String byBlobs() {
    return "select input_key from job where input_key is not null and "
        + dialect.oneOf("input_key")
        + " union all select result_key from job where result_key is not null and "
        + dialect.oneOf("result_key");
  }

  private List<StoredRow.Found> rows(String sql, Binding binding) {
    return asked(
        statements -> {
          PreparedStatement statement = statements.prepare(sql);
          binding.bind(statement);
          List<StoredRow.Found> found = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              row(rows).ifPresent(found::add);
            }
          }
          return found;
        });
  }

  private static Optional<StoredRow.Found> row(ResultSet rows) throws SQLException {
    if (JobId.parse(String.valueOf(rows.getString("id"))).isPresent()) {
      return Optional.of(StoredRow.read(rows));
    }
    LOG.error("the table of jobs has a row whose id is none; it is left out");
    return Optional.empty();
  }

  private <T> T asked(Connections.Reading<T> question) {
    if (closed) {
      throw GroupCommit.closed();
    }
    try {
      return connections.read(question);
    } catch (SQLException e) {
      throw new JobStoreException(
          dialect.product() + " has not answered about jobs: " + e.getMessage(), e);
    }
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }
}
