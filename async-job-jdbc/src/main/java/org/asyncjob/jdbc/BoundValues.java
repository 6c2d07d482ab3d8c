package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Sets values as the parameters of a statement. */
final class BoundValues implements ColumnValues {

  private final PreparedStatement statement;
  private int next;

  /**
   * Creates it.
   *
   * @param first the number of the first parameter
   */
  BoundValues(PreparedStatement statement, int first) {
    this.statement = statement;
    next = first;
  }

  /** The number of the parameter after the last one that was set. */
  int next() {
    return next;
  }

  @Override
  public void text(@Nullable String value) throws SQLException {
    statement.setString(next++, value);
  }

  @Override
  public void number(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(next++, Types.BIGINT);
    } else {
      statement.setLong(next++, value);
    }
  }

  @Override
  public void number(int value) throws SQLException {
    statement.setInt(next++, value);
  }

  @Override
  public void flag(boolean value) throws SQLException {
    statement.setBoolean(next++, value);
  }
}
