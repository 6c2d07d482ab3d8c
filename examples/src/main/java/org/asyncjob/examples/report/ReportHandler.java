package org.asyncjob.examples.report;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.UnacceptableRequestException;
import org.asyncjob.engine.HandlerSettings;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobHandler;

/** Writes reports. The annotations are for CDI; without it, they mean nothing. */
@Dependent
public final class ReportHandler implements JobHandler<ReportOptions> {

  /** The kind of job that this handler does. */
  public static final String KIND = "report";

  private static final int MOST_DAYS = 366;
  private static final Duration ONE_DAY = Duration.ofMillis(20);

  private final Measurements measurements;

  /** Creates one. */
  @Inject
  public ReportHandler(Measurements measurements) {
    this.measurements = measurements;
  }

  /** Measurements that cannot be read now are tried again, twice. */
  public static HandlerSettings settings() {
    return HandlerSettings.builder()
        .attempts(3)
        .backoff(Duration.ofMillis(200), Duration.ofSeconds(5))
        .build();
  }

  @Override
  public void validate(ReportOptions order, JobRequest request) {
    if (order.city() == null) {
      throw new UnacceptableRequestException("A report needs a city.");
    }
    if (order.days() < 1 || order.days() > MOST_DAYS) {
      throw new UnacceptableRequestException(
          "A report has 1 to " + MOST_DAYS + " days, not " + order.days() + ".");
    }
  }

  @Override
  public Optional<Duration> estimate(ReportOptions order, JobRequest request) {
    return Optional.of(ONE_DAY.multipliedBy(order.days()));
  }

  @Override
  public JobResult run(ReportOptions order, JobContext job) throws Exception {
    String city = String.valueOf(order.city());
    List<Report.Day> days = new ArrayList<>();
    for (int day = 1; day <= order.days(); day++) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // cancelled, or the application ends
      }
      days.add(new Report.Day(day, celsius(city, day)));
      job.progress(100 * day / order.days(), "measurements");
    }
    return order.format() == ReportOptions.Format.CSV
        ? csv(city, days, job)
        : job.json(new Report(city, days));
  }

  private double celsius(String city, int day) throws IOException {
    return measurements
        .celsius(city, day)
        .orElseThrow(
            () ->
                new JobFailedException(
                    new JobFailure(
                        "no-measurements",
                        "No measurements",
                        "Nobody measures how warm it is in " + city + ".")));
  }

  private static JobResult csv(String city, List<Report.Day> days, JobContext job)
      throws IOException {
    try (BlobWriter file = job.createOutput(city + ".csv", "text/csv")) {
      Writer lines = new OutputStreamWriter(file, StandardCharsets.UTF_8);
      for (Report.Day day : days) {
        lines.write(day.day() + "," + day.celsius() + "\n");
      }
      lines.flush();
      return JobResult.blob(file.commit());
    }
  }
}
