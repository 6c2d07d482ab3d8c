package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncjob.app.TestClient.location;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.asyncjob.verification.servers.BackingServers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WAR with Jersey inside, on a Tomcat that has a pool of connections to a PostgreSQL. */
class TomcatDataSourceIT {

  private static final String CONTEXT =
      """
      <Loader delegate="%s"/>
      <Resource name="jdbc/jobs" auth="Container" type="javax.sql.DataSource"
          driverClassName="org.postgresql.Driver" url="%s" username="%s"
          maxTotal="12" maxWaitMillis="3000"/>
      """;

  @TempDir private Path base;
  @TempDir private Path data;
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void jobsAreKeptInTheDatabaseThatTheServerHas(boolean delegate) throws Exception {
    Path driver =
        Path.of(
            Class.forName("org.postgresql.Driver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    Files.copy(driver, Files.createDirectories(base.resolve("lib")).resolve(driver.getFileName()));
    try (BackingServers servers = BackingServers.start()) {
      String url = servers.newDatabase();
      Map<String, String> settings =
          Map.of(
              "MP4TOMP3_DATA_DIR",
              data.toString(),
              "MP4TOMP3_STORE",
              "postgres",
              "MP4TOMP3_DATASOURCE",
              "java:comp/env/jdbc/jobs");
      try (TomcatProcess tomcat =
          TomcatProcess.start(
              base, settings, CONTEXT.formatted(delegate, url, BackingServers.DATABASE_USER))) {
        TestClient client = new TestClient(URI.create(tomcat.context() + "/"));

        HttpResponse<String> accepted = client.upload(Samples.clip(), "");
        HttpResponse<String> done = client.await(location(accepted), "Succeeded");

        Path mp3 = directory.resolve("clip.mp3");
        assertThat(client.download(location(done), mp3).statusCode()).isEqualTo(200);
        assertThat(Mp3Judge.problemsOf(mp3)).isEmpty();
        assertThat(states(url)).isEqualTo("SUCCEEDED");
        assertThat(tomcat.stop()).as("Tomcat has ended").isTrue();
        assertThat(tomcat.log().contains("noticed late"))
            .as("the driver of the server is another one than that of the WAR")
            .isEqualTo(!delegate);
        assertThat(tomcat.log()).doesNotContain("memory leak").doesNotContain("failed to stop it");
      }
    }
  }

  private static String states(String url) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url, BackingServers.DATABASE_USER, "");
        Statement statement = connection.createStatement();
        ResultSet states = statement.executeQuery("select string_agg(state, ',') from job")) {
      states.next();
      return states.getString(1);
    }
  }
}
