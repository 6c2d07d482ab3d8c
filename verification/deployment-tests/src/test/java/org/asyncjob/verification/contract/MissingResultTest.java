package org.asyncjob.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** GET {c}/{id}/result of a job that has none: 409, with the way to the process resource. */
class MissingResultTest extends ContractTest {

  @Test
  void aJobThatHasNotFinishedHasNoResultYet() throws Exception {
    assertMissing(visitor.submit(Samples.concert()));
  }

  @Test
  void aJobThatFailedHasNoResult() throws Exception {
    URI process = visitor.submit(Samples.silent());
    visitor.await(process, "Failed");

    assertMissing(process);
  }

  @Test
  void aJobThatWasCancelledHasNoResult() throws Exception {
    URI process = visitor.submit(Samples.concert());
    visitor.delete(process);
    visitor.await(process, "Canceled");

    assertMissing(process);
  }

  private void assertMissing(URI process) throws Exception {
    for (String path : new String[] {"/result", "/result/clip.mp3"}) {
      Answer missing = visitor.get(URI.create(process + path));

      assertProblem(missing, 409, "no-result");
      assertThat(missing.member("process")).isEqualTo(process.toString());
      assertThat(missing.header("Link")).contains("<" + process + ">; rel=\"monitor\"");
    }
  }
}
