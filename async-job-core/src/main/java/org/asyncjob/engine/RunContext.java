package org.asyncjob.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.asyncjob.Blob;
import org.asyncjob.JobId;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.spi.BlobStore;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.jspecify.annotations.Nullable;

/** What one run sees of the world; closing it removes the run's directory. */
final class RunContext implements JobContext, AutoCloseable {

  private final JobRun run;
  private final BlobStore blobs;
  private final WorkDirectories workDirectories;
  private final ObjectMapper results;
  private final Consumer<JobId> progressed;
  private @Nullable Path workDirectory;
  private boolean isVerified;

  RunContext(JobRun run, Workplace workplace) {
    this.run = run;
    blobs = workplace.blobs();
    workDirectories = workplace.workDirectories();
    results = workplace.results();
    progressed = workplace.progressed();
  }

  @Override
  public JobId id() {
    return run.job().id();
  }

  @Override
  public int attempt() {
    return run.job().attempt();
  }

  @Override
  public JobRequest request() {
    return run.job().request();
  }

  @Override
  public Path inputFile() throws IOException {
    Optional<Path> local = blobs.file(input());
    if (local.isPresent()) {
      verify(local.get());
      return local.get();
    }
    Path copy = workDirectory().resolve("input");
    if (!Files.exists(copy)) {
      try (InputStream in = openInput()) {
        Files.copy(in, copy);
      }
    }
    return copy;
  }

  /** Its length costs nothing; its bytes are read where they may have lain for a while. */
  private void verify(Path file) throws IOException {
    if (isVerified) {
      return;
    }
    checkSize(file);
    if (!run.isInputTrusted()) {
      try (InputStream in = openInput()) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    isVerified = true;
  }

  @Override
  public InputStream openInput() throws IOException {
    Blob input = input();
    try {
      return new VerifiedInput(
          BlobStoreTrouble.within(() -> blobs.open(input, 0)), input, run::found);
    } catch (NoSuchFileException e) {
      throw corrupted("is gone", e);
    } catch (IOException e) {
      Optional<Path> local = blobs.file(input);
      if (local.isPresent()) {
        checkSize(local.get());
      }
      throw e;
    }
  }

  private void checkSize(Path file) throws IOException {
    long size = Files.size(file);
    if (size != input().size()) {
      throw corrupted("has " + size + " bytes", null);
    }
  }

  private CorruptedInputException corrupted(String what, @Nullable Exception cause) {
    CorruptedInputException corruption = new CorruptedInputException(input(), what);
    if (cause != null) {
      corruption.initCause(cause);
    }
    run.found(corruption);
    return corruption;
  }

  @Override
  public Path workDirectory() throws IOException {
    if (workDirectory == null) {
      workDirectory = workDirectories.create(id());
    }
    return workDirectory;
  }

  @Override
  public void progress(int percent, String phase) {
    report(percent, phase, Optional.empty());
  }

  @Override
  public void progress(int percent, String phase, Duration remaining) {
    report(percent, phase, Optional.of(remaining));
  }

  private void report(int percent, String phase, Optional<Duration> remaining) {
    run.report(Math.max(0, percent), phase, remaining);
    progressed.accept(id());
  }

  @Override
  public boolean cancelRequested() {
    return run.isCancelRequested();
  }

  @Override
  public JobResult.Bytes keep(Path file, String filename, String mediaType) throws IOException {
    Blob blob = BlobStoreTrouble.within(() -> blobs.move(file, filename, mediaType));
    run.made(blob);
    return JobResult.blob(blob);
  }

  @Override
  public JobResult json(Object value) {
    try {
      return new JobResult.Json(results.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a "
              + value.getClass().getName()
              + " cannot be written as JSON: "
              + e.getOriginalMessage()
              + "; JobEngineBuilder.resultMapper(..) says how results are written",
          e);
    }
  }

  @Override
  public BlobWriter createOutput(String filename, String mediaType) throws IOException {
    return new OutputWriter(
        BlobStoreTrouble.within(() -> blobs.create(filename, mediaType)), run::made);
  }

  @Override
  public void close() {
    if (workDirectory != null) {
      workDirectories.delete(workDirectory);
    }
  }

  private Blob input() {
    return request()
        .input()
        .orElseThrow(() -> new IllegalStateException(run.job() + " has no input"));
  }
}
