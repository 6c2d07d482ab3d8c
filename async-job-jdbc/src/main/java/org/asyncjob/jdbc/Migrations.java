package org.asyncjob.jdbc;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.asyncjob.JobStoreException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * Brings the tables to the form that this version needs. What was done is written in a table of its
 * own, so that an application may use Flyway for its tables in the same schema. Many nodes may do
 * it at once: one works, the others wait.
 */
final class Migrations {

  /** Where Flyway writes what was done. */
  static final String HISTORY = "asyncjob_schema_history";

  private static final Map<Dialect, List<String>> FILES =
      Map.of(
          Dialect.SQLITE, List.of("V1__jobs.sql"),
          Dialect.POSTGRESQL, List.of("V1__jobs.sql", "V2__scheduled_tasks.sql"));

  private Migrations() {}

  /**
   * Migrates.
   *
   * @throws JobStoreException if that fails; it is as it was then, or some steps further
   */
  static void run(Dialect dialect, DataSource source) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(source)
          .table(HISTORY)
          // The schema may hold an application's tables.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .placeholderReplacement(false)
          .resourceProvider(new Files(dialect))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new JobStoreException(
          "the tables of the job store cannot be made or brought up to date in this "
              + dialect.product()
              + " database",
          e);
    }
  }

  /** The migrations by name, without looking through the class path, which servers make hard. */
  private record Files(Dialect dialect) implements ResourceProvider {

    @Override
    public LoadableResource getResource(String name) {
      return all().filter(file -> file.getFilename().equals(name)).findFirst().orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return all()
          .filter(file -> file.getFilename().startsWith(prefix))
          .filter(file -> Stream.of(suffixes).anyMatch(file.getFilename()::endsWith))
          .toList();
    }

    private Stream<LoadableResource> all() {
      return FILES.get(dialect).stream().map(name -> new Script(dialect.folder(), name));
    }
  }

  /** One file of SQL. */
  private static final class Script extends LoadableResource {

    private final String folder;
    private final String name;

    Script(String folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    @Override
    public Reader read() {
      InputStream bytes = Migrations.class.getResourceAsStream(getAbsolutePath());
      if (bytes == null) {
        throw new IllegalStateException("there is no " + getAbsolutePath() + " on the class path");
      }
      return new InputStreamReader(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
      return "/META-INF/asyncjob/" + folder + "/" + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
