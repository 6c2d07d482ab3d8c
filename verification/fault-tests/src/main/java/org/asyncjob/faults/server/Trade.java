package org.asyncjob.faults.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.asyncjob.JobFailedException;
import org.asyncjob.JobFailure;
import org.asyncjob.JobResult;
import org.asyncjob.spi.BlobWriter;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobHandler;

/** The kinds of work that a server does, each with results that prove whose they are. */
final class Trade {

  /** A proof as a JSON value, after the time that was asked for. */
  static final String STAMP = "stamp";

  /** A blob: a proof in one line, then the bytes of the input. */
  static final String COPY = "copy";

  /** A failure that repeats the token. */
  static final String REFUSE = "refuse";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STEPS = 20;

  private final Diary diary;
  private final String node;

  Trade(Diary diary, String node) {
    this.diary = diary;
    this.node = node;
  }

  JobResult stamp(Work work, JobContext context) throws Exception {
    Proof proof = begin(work, context, sha256().digest());
    takeTime(work, context);
    JobResult result = context.json(proof);
    diary.made(proof.job(), proof.attempt(), proof.nonce());
    return result;
  }

  JobResult copy(Work work, JobContext context) throws Exception {
    Proof proof = begin(work, context, hashOfInput(context));
    takeTime(work, context);
    try (BlobWriter copy = context.createOutput("copy.bin", "application/octet-stream");
        InputStream input = context.openInput()) {
      copy.write((json(proof) + "\n").getBytes(StandardCharsets.UTF_8));
      input.transferTo(copy);
      JobResult result = JobResult.blob(copy.commit());
      diary.made(proof.job(), proof.attempt(), proof.nonce());
      return result;
    }
  }

  JobResult refuse(Work work, JobContext context) throws Exception {
    begin(work, context, sha256().digest());
    takeTime(work, context);
    throw new JobFailedException(
        new JobFailure(
            "refused-on-purpose", "Refused on purpose", "Refused " + work.token() + "."));
  }

  /** Has another handler's attempts in the diary. */
  <T> JobHandler<T> noted(JobHandler<T> handler) {
    return (options, context) -> {
      String nonce = UUID.randomUUID().toString();
      diary.began(context.id().toString(), context.attempt(), nonce);
      JobResult result = handler.run(options, context);
      diary.made(context.id().toString(), context.attempt(), nonce);
      return result;
    };
  }

  private Proof begin(Work work, JobContext context, byte[] hash) {
    Proof proof =
        new Proof(
            context.id().toString(),
            work.token(),
            HexFormat.of().formatHex(hash),
            context.attempt(),
            UUID.randomUUID().toString(),
            node);
    diary.began(proof.job(), proof.attempt(), proof.nonce());
    return proof;
  }

  private static void takeTime(Work work, JobContext context) throws InterruptedException {
    for (int step = 0; work.millis() > 0 && step < STEPS; step++) {
      context.progress(100 * step / STEPS, "taking time");
      Thread.sleep(Duration.ofMillis(work.millis()).dividedBy(STEPS).toMillis());
    }
  }

  private static byte[] hashOfInput(JobContext context) throws IOException {
    MessageDigest hash = sha256();
    try (InputStream input = new DigestInputStream(context.openInput(), hash)) {
      input.transferTo(OutputStream.nullOutputStream());
    }
    return hash.digest();
  }

  private static String json(Proof proof) throws JsonProcessingException {
    return JSON.writeValueAsString(proof);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
