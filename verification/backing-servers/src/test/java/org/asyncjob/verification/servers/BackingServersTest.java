package org.asyncjob.verification.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The servers are real, and their process ends with them. */
class BackingServersTest {

  @Test
  void aDatabaseThatIsStoppedKeepsWhatItHasAndIsDurable() throws Exception {
    try (BackingServers servers = BackingServers.start()) {
      String url = servers.newDatabase();
      try (Connection connection = connect(url);
          Statement statement = connection.createStatement()) {
        statement.execute("create table kept (id int)");
        try (ResultSet setting = statement.executeQuery("show fsync")) {
          assertThat(setting.next()).isTrue();
          assertThat(setting.getString(1)).isEqualTo("on");
        }
      }

      servers.stopDatabase();
      assertThatThrownBy(() -> connect(url).close()).isInstanceOf(SQLException.class);
      servers.startDatabase();

      try (Connection connection = connect(url);
          Statement statement = connection.createStatement()) {
        statement.execute("select id from kept");
      }
      assertThat(servers.newDatabase()).isNotEqualTo(url);
    }
  }

  @Test
  void aBucketIsEmptyAndNotForStrangers() throws Exception {
    try (BackingServers servers = BackingServers.start()) {
      String bucket = servers.newBucket();

      assertThat(servers.objects(bucket)).isEmpty();
      assertThat(servers.newBucket()).isNotEqualTo(bucket);
      URI address = servers.s3Endpoint().resolve("/" + bucket);
      HttpResponse<String> refused =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("AccessDenied");
    }
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, BackingServers.DATABASE_USER, "");
  }
}
