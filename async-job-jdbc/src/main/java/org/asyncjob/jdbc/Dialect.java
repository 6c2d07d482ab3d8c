package org.asyncjob.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** What databases do in ways of their own. */
enum Dialect {
  SQLITE("SQLite", "(select value from json_each(?))", "in") {

    @Override
    void bindTexts(PreparedStatement statement, int index, Collection<String> texts)
        throws SQLException {
      statement.setString(index, JobJson.ofTexts(texts));
    }

    /** By hand: the driver would begin the next transaction, and lock, as soon as one has ended. */
    @Override
    void begin(Statements statements) throws SQLException {
      statements.connection().setAutoCommit(true);
      statements.prepare("begin immediate").execute();
    }

    @Override
    void commit(Statements statements) throws SQLException {
      statements.prepare("commit").execute();
    }

    /** As ever: power may fail before the next write, and that may be long after. */
    @Override
    String hasty(String update) {
      return update;
    }

    @Override
    boolean writesInQueries() {
      return false;
    }

    @Override
    void rollback(Statements statements) throws SQLException {
      statements.prepare("rollback").execute();
    }

    @Override
    Fault faultOf(String state, int code) {
      return switch (code) {
        case 13 -> Fault.FULL;
        case 5, 6 -> Fault.BUSY;
        // Input and output, a damaged file, one that cannot be opened, is no database, is read
        // only.
        case 8, 10, 11, 14, 26 -> Fault.UNREACHABLE;
        default -> Fault.OPERATION;
      };
    }
  },

  POSTGRESQL("PostgreSQL", "any (?)", "=") {

    @Override
    void bindTexts(PreparedStatement statement, int index, Collection<String> texts)
        throws SQLException {
      Connection connection = statement.getConnection();
      statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
    }

    @Override
    void begin(Statements statements) throws SQLException {
      statements.connection().setAutoCommit(false);
    }

    @Override
    void commit(Statements statements) throws SQLException {
      statements.connection().commit();
    }

    /** Within less than a second it is on the disk all the same, and before all later commits. */
    @Override
    String hasty(String update) {
      return "with hasty as materialized"
          + " (select set_config('synchronous_commit', 'off', true) as setting) "
          + update
          + " and (select setting from hasty) is not null";
    }

    @Override
    boolean writesInQueries() {
      return true;
    }

    @Override
    void rollback(Statements statements) throws SQLException {
      Connection connection = statements.connection();
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    }

    @Override
    Optional<WriterLimits> limit(Connection writer) throws SQLException {
      return Optional.of(WriterLimits.set(writer));
    }

    @Override
    Fault faultOf(String state, int code) {
      if (state.equals("53100")) {
        return Fault.FULL;
      }
      if (state.equals("55P03")) {
        return Fault.LOCKED;
      }
      String kind = state.length() < 2 ? "" : state.substring(0, 2);
      return switch (kind) {
        case "40", "55" -> Fault.BUSY;
        // A value, a rule, a right, a statement, a limit.
        case "21", "22", "23", "42", "44", "54" -> Fault.OPERATION;
        default -> Fault.UNREACHABLE;
      };
    }
  };

  /** What a failure says about what to do next. */
  enum Fault {
    /** There is no space. */
    FULL,
    /** Somebody else was in the way; the transaction is undone and may succeed the next time. */
    BUSY,
    /** Somebody holds a row for longer than it was waited for; the transaction is undone. */
    LOCKED,
    /** The connection is of no use any more. */
    UNREACHABLE,
    /** Something is wrong with what was asked for; the transaction is undone. */
    OPERATION
  }

  private final String product;
  private final String anyOf;
  private final String operator;

  Dialect(String product, String anyOf, String operator) {
    this.product = product;
    this.anyOf = anyOf;
    this.operator = operator;
  }

  /** Sets the parameter of {@link #oneOf}. */
  abstract void bindTexts(PreparedStatement statement, int index, Collection<String> texts)
      throws SQLException;

  abstract void begin(Statements statements) throws SQLException;

  abstract void commit(Statements statements) throws SQLException;

  /**
   * Returns an update whose transaction does not wait for the disk, if that pays; for transactions
   * of such updates alone.
   */
  abstract String hasty(String update);

  /** Whether the queries of a {@code with} may write. */
  abstract boolean writesInQueries();

  abstract void rollback(Statements statements) throws SQLException;

  /** Sees to it that a connection for writing is not in others' way for ever, if it could be. */
  Optional<WriterLimits> limit(Connection writer) throws SQLException {
    return Optional.empty();
  }

  abstract Fault faultOf(String state, int code);

  /**
   * Asks a database what it is.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Dialect of(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      DatabaseMetaData database = connection.getMetaData();
      String name = database.getDatabaseProductName();
      for (Dialect dialect : values()) {
        if (dialect.product.equalsIgnoreCase(name)) {
          return dialect;
        }
      }
      throw new IllegalArgumentException(
          "jobs are kept in SQLite or PostgreSQL, and this database is " + name);
    }
  }

  /** Returns a condition: the column's value is one of those that {@link #bindTexts} sets. */
  String oneOf(String column) {
    return column + " " + operator + " " + anyOf;
  }

  /** The folder of its migrations. */
  String folder() {
    return product.toLowerCase(Locale.ROOT);
  }

  /** The database's name, for people. */
  String product() {
    return product;
  }

  Fault fault(SQLException failure) {
    Fault fault = faultOf(stateOf(failure), failure.getErrorCode());
    SQLException next = failure.getNextException();
    // Batches say in the first that they failed, and in the next one why.
    return next == null || fault != Fault.OPERATION ? fault : fault(next);
  }

  private static String stateOf(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
