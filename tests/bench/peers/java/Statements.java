package peer;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** One thread's connection to the database, with its prepared statements. */
final class Statements {
  final PreparedStatement token;
  final PreparedStatement client;
  final PreparedStatement occurrences;
  final PreparedStatement user;
  final PreparedStatement insert;

  Statements(String database, Path folder) {
    String url = "jdbc:sqlite:" + database + "?busy_timeout=5000&synchronous=NORMAL&foreign_keys=true";
    try {
      Connection connection = DriverManager.getConnection(url);
      token = prepare(connection, folder, "token");
      client = prepare(connection, folder, "client");
      occurrences = prepare(connection, folder, "occurrences");
      user = prepare(connection, folder, "user");
      insert = prepare(connection, folder, "insert");
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PreparedStatement prepare(Connection connection, Path folder, String name)
      throws SQLException, IOException {
    return connection.prepareStatement(Files.readString(folder.resolve(name + ".sql")));
  }

  /** Reads the columns of one row from left to right. */
  static final class Row {
    private final ResultSet rows;
    private int column;

    Row(ResultSet rows) {
      this.rows = rows;
    }

    int number() throws SQLException {
      return rows.getInt(++column);
    }

    Integer numberOrNull() throws SQLException {
      int value = rows.getInt(++column);
      return rows.wasNull() ? null : (Integer) value;
    }

    String text() throws SQLException {
      return rows.getString(++column);
    }

    String date() throws SQLException {
      String value = text();
      return value == null ? null : value.substring(0, 10) + 'T' + value.substring(11, 19);
    }

    BigDecimal money() throws SQLException {
      return BigDecimal.valueOf(rows.getDouble(++column)).setScale(2, RoundingMode.HALF_EVEN);
    }

    List<String> lines() throws SQLException {
      String value = text();
      return value == null ? null : Arrays.asList(value.split("\n"));
    }
  }
}
