package org.asyncjob.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of rows as a JSON array of objects, whose members have the names of the
 * columns. Columns without a value have no member.
 */
final class RowsJson implements ColumnValues {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;
  private final List<String> names;
  private int next;

  private RowsJson(JsonGenerator json, List<String> names) {
    this.json = json;
    this.names = names;
  }

  /**
   * Returns the array.
   *
   * @param names of the columns, in the order in which rows write them
   */
  static String of(List<String> names, List<Insertion> rows) throws SQLException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartArray();
      for (Insertion row : rows) {
        json.writeStartObject();
        row.write(new RowsJson(json, names));
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
    return text.toString();
  }

  @Override
  public void text(@Nullable String value) {
    String name = names.get(next++);
    if (value != null) {
      write(() -> json.writeStringField(name, value));
    }
  }

  @Override
  public void number(@Nullable Long value) {
    String name = names.get(next++);
    if (value != null) {
      write(() -> json.writeNumberField(name, value));
    }
  }

  @Override
  public void number(int value) {
    number(Long.valueOf(value));
  }

  @Override
  public void flag(boolean value) {
    String name = names.get(next++);
    write(() -> json.writeBooleanField(name, value));
  }

  private static void write(Member member) {
    try {
      member.write();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
  }

  /** Writes one member. */
  @FunctionalInterface
  private interface Member {
    void write() throws IOException;
  }
}
