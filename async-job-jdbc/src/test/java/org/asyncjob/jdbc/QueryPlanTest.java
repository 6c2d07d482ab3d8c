package org.asyncjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.asyncjob.jdbc.Database.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** No query looks at finished jobs that it does not return. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueryPlanTest {

  @TempDir private Path directory;

  private static final String FINISHED_JOBS =
      "(id, revision, kind, state, attempt, cancel_requested, created, expires, discarded,"
          + " progress_percent, progress_phase, options, input, input_key, outcome, result_key)";

  @Test
  void everyQueryOfSqliteUsesItsIndex() throws Exception {
    try (Database database = Product.SQLITE.open(directory)) {
      database.execute(
          "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)"
              + " insert into job "
              + FINISHED_JOBS
              + " select printf('%032x', i), 3, 'mp3', 'SUCCEEDED', 1, 0, i, i, 0, 100, 'done',"
              + " '{}', '{}', 'in' || i, '{}', 'out' || i from n");
      database.execute("analyze");

      assertThat(plan(database, JobReader.BY_ID)).contains("search job using index");
      assertThat(plan(database, JobReader.UNFINISHED))
          .contains("using index job_unfinished")
          .doesNotContain("temp b-tree");
      assertThat(plan(database, JobReader.UNFINISHED_PAGE))
          .contains("search job using index job_unfinished")
          .doesNotContain("temp b-tree");
      assertThat(plan(database, JobReader.EXPIRED))
          .contains("search job using index job_finished")
          .doesNotContain("temp b-tree");
      JobReader reader = new JobReader(Dialect.SQLITE, new LentConnections(database.source()));
      assertThat(plan(database, reader.byIds())).contains("search job using index");
      assertThat(plan(database, reader.byBlobs()))
          .contains("index job_input_key")
          .contains("index job_result_key")
          .doesNotContain("scan job");
      assertThat(plan(database, "select id from job where idempotency_key = ?"))
          .contains("index job_idempotency_key");
      // What a query looks like that would grow.
      assertThat(plan(database, "select id from job where caller = ?")).contains("scan job");
    }
  }

  private static String plan(Database database, String query) throws Exception {
    List<String> steps = database.query("explain query plan " + query);
    return String.join("\n", steps).toLowerCase(Locale.ROOT);
  }

  @Test
  void everyQueryOfPostgresUsesItsIndex() throws Exception {
    try (Database database = Product.POSTGRESQL.open(directory)) {
      database.execute(
          "insert into job "
              + FINISHED_JOBS
              + " select lpad(to_hex(i), 32, '0'), 3, 'mp3', 'SUCCEEDED', 1, false, i, i, false,"
              + " 100, 'done', '{}', '{}', 'in' || i, '{}', 'out' || i"
              + " from generate_series(1, 20000) i");
      database.execute("analyze job");
      ((PGSimpleDataSource) database.source()).setPreferQueryMode(PreferQueryMode.SIMPLE);
      JobReader reader = new JobReader(Dialect.POSTGRESQL, new LentConnections(database.source()));

      assertUses(database, "job_pkey", JobReader.BY_ID);
      assertUses(database, "job_unfinished", JobReader.UNFINISHED);
      assertUses(database, "job_unfinished", JobReader.UNFINISHED_PAGE);
      assertUses(database, "job_finished", JobReader.EXPIRED);
      assertUses(database, "job_pkey", reader.byIds());
      assertUses(database, "job_input_key", reader.byBlobs());
      assertUses(database, "job_result_key", reader.byBlobs());
      assertUses(database, "job_idempotency_key", "select id from job where idempotency_key = ?");
    }
  }

  private static void assertUses(Database database, String index, String query) throws Exception {
    String numbered = query;
    for (int number = 1; numbered.contains("?"); number++) {
      numbered = numbered.replaceFirst("\\?", "\\$" + number);
    }
    assertThat(String.join("\n", database.query("explain (generic_plan) " + numbered)))
        .contains(index)
        .doesNotContain("Seq Scan on job");
  }
}
