package org.asyncjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A part of a statement, sent along with others so that they need not be sent for themselves.
 *
 * @param sql the text; where it begins with a comma it can be put behind other queries of a {@code
 *     with}
 * @param parameters sets those that the text has
 */
record Clause(String sql, Parameters parameters) {

  /** Nothing. */
  static final Clause NONE = new Clause("", (statement, first) -> first);

  /** Sets the parameters, of which this is the first, and returns which one comes next. */
  int bind(PreparedStatement statement, int first) throws SQLException {
    return parameters.bind(statement, first);
  }

  /** Sets the parameters of a part of a statement. */
  @FunctionalInterface
  interface Parameters {

    /**
     * Sets them.
     *
     * @param first the number of the first one
     * @return the number of the one after the last
     */
    int bind(PreparedStatement statement, int first) throws SQLException;
  }
}
