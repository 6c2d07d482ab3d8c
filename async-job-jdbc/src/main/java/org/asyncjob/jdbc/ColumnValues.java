package org.asyncjob.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Takes the values of the columns of one row, one after the other. */
interface ColumnValues {

  void text(@Nullable String value) throws SQLException;

  void number(@Nullable Long value) throws SQLException;

  void number(int value) throws SQLException;

  void flag(boolean value) throws SQLException;
}
