package org.asyncjob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asyncjob.Blob;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What sweeping does to objects and uploads; the rules themselves are in the contract. */
final class SweepTest extends S3Test {

  private static Instant in(Duration time) {
    return InstantSource.system().instant().plus(time);
  }

  private void put(String name) {
    client.putObject(
        request -> request.bucket(bucket).key(name), RequestBody.fromBytes(new byte[1]));
  }

  @Test
  void moreThanOnePageIsAskedForEachKeyOnce() throws IOException {
    Set<String> wanted = new HashSet<>();
    for (int number = 0; number < 1100; number++) {
      String key = Bucket.newKey();
      put("blobs/" + key);
      if (number % 5 == 0) {
        wanted.add(key);
      }
    }
    List<String> asked = new ArrayList<>();

    int deleted =
        store.sweep(
            in(Duration.ofHours(1)),
            keys -> {
              assertThat(keys).hasSizeBetween(1, 500);
              asked.addAll(keys);
              return wanted;
            });

    assertThat(deleted).isEqualTo(880);
    assertThat(asked).hasSize(1100).doesNotHaveDuplicates();
    assertThat(objects())
        .extracting(object -> object.key().substring("blobs/".length()))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void whatOthersKeepInTheBucketIsNotAskedForAndStays() throws IOException {
    List<String> foreign =
        List.of(
            Bucket.newKey(),
            "blobs/readme.txt",
            "blobs/more/" + Bucket.newKey(),
            "blobs2/" + Bucket.newKey());
    foreign.forEach(this::put);

    int deleted =
        store.sweep(
            in(Duration.ofHours(1)),
            keys -> {
              throw new AssertionError("asked for " + keys);
            });

    assertThat(deleted).isZero();
    for (String name : foreign) {
      assertThat(client.headObject(request -> request.bucket(bucket).key(name))).isNotNull();
    }
  }

  @Test
  void whatWasUploadedInPartsStaysADayLonger() throws IOException {
    Blob blob = stored(random(PART + 1));

    assertThat(store.sweep(in(Duration.ofHours(23)), keys -> Set.of())).isZero();
    assertThat(read(blob, PART)).hasSize(1);

    assertThat(store.sweep(in(Duration.ofHours(25)), keys -> Set.of())).isEqualTo(1);
    assertThat(objects()).isEmpty();
  }

  @Test
  void uploadsOfDeadProcessesAreAbortedAfterADay() throws IOException {
    String mine = "blobs/" + Bucket.newKey();
    String foreign = "elsewhere/" + Bucket.newKey();
    for (String name : List.of(mine, foreign)) {
      client.createMultipartUpload(request -> request.bucket(bucket).key(name));
    }

    store.sweep(in(Duration.ofHours(23)), keys -> Set.of());
    assertThat(uploads()).hasSize(2);

    store.sweep(in(Duration.ofHours(25)), keys -> Set.of());
    assertThat(uploads()).extracting(MultipartUpload::key).containsExactly(foreign);
  }
}
