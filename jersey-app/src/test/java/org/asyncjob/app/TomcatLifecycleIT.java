package org.asyncjob.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the WAR with Jersey inside starts and ends on a Tomcat. */
class TomcatLifecycleIT {

  @TempDir private Path base;
  @TempDir private Path data;
  @TempDir private Path directory;

  @Test
  void aSignalToStopLeavesNoProcessNoThreadAndNoWork() throws Exception {
    Map<String, String> settings =
        Map.of("MP4TOMP3_DATA_DIR", data.toString(), "MP4TOMP3_GRACE", "PT0.1S");
    try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
      TestClient client = new TestClient(URI.create(tomcat.context() + "/"));
      assertThat(client.upload(Samples.concert(directory), "").statusCode()).isEqualTo(202);
      List<ProcessHandle> converters = tomcat.awaitConverters();

      assertThat(tomcat.stop()).as("Tomcat has ended").isTrue();

      assertThat(converters).isNotEmpty().noneMatch(ProcessHandle::isAlive);
      assertThat(data.resolve("work")).isEmptyDirectory();
      assertThat(tomcat.log()).doesNotContain("failed to stop it").doesNotContain("memory leak");
    }
  }

  @Test
  void aDataDirectoryThatCannotBeUsedEndsTheDeployment() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Map<String, String> settings = Map.of("MP4TOMP3_DATA_DIR", file.toString());
    try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
      HttpResponse<String> answer = new TestClient(tomcat.context()).get(tomcat.context());

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(tomcat.hostLog()).contains("the data directory " + file + " cannot be used");
    }
  }

  @Test
  void aSettingThatIsNoneEndsTheDeploymentToo() throws Exception {
    Map<String, String> settings =
        Map.of("MP4TOMP3_DATA_DIR", data.toString(), "MP4TOMP3_WORKERS", "many");
    try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
      HttpResponse<String> answer = new TestClient(tomcat.context()).get(tomcat.context());

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(tomcat.hostLog()).contains("the service cannot start: Invalid value for option");
    }
  }
}
