package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.asyncjob.jaxrs.RequestedBytes.Part;
import org.asyncjob.jaxrs.RequestedBytes.Unsatisfiable;
import org.asyncjob.jaxrs.RequestedBytes.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedBytesTest {

  private static final String HUGE = "99999999999999999999999999";

  @Test
  void everyRangeOfASmallResultHasTheBytesThatCountingThemGives() {
    for (int size = 0; size <= 5; size++) {
      for (int first = 0; first <= 7; first++) {
        assertThat(bytes("bytes=" + first + "-", size))
            .as("%d- of %d", first, size)
            .isEqualTo(counted(first, Integer.MAX_VALUE, size));
        for (int last = first; last <= 7; last++) {
          assertThat(bytes("bytes=" + first + "-" + last, size))
              .as("%d-%d of %d", first, last, size)
              .isEqualTo(counted(first, last, size));
        }
      }
    }
  }

  @Test
  void everySuffixOfASmallResultEndsAtItsEnd() {
    for (int size = 1; size <= 5; size++) {
      for (int length = 1; length <= 7; length++) {
        assertThat(bytes("bytes=-" + length, size))
            .as("-%d of %d", length, size)
            .isEqualTo(counted(Math.max(0, size - length), size, size));
      }
    }
  }

  @Test
  void aSuffixOfNothingIsUnsatisfiableAndASuffixOfAnEmptyResultIsTheWhole() {
    assertThat(RequestedBytes.of("bytes=-0", 5)).isEqualTo(new Unsatisfiable());
    assertThat(RequestedBytes.of("bytes=-0", 0)).isEqualTo(new Unsatisfiable());
    assertThat(RequestedBytes.of("bytes=-1", 0)).isEqualTo(new Whole());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=2-1",
        "bytes 0-1",
        "bytes=0-1,x",
        "bytes=0-1,2-1",
        "bytes=+0-1",
        "bytes=0--1",
        "bytes=0x0-1",
        "bytes=٠-١",
        "items=0-1",
        "=0-1",
        "bytes=0-1,bytes=2-3",
        "bytes=0 - 1",
        HUGE
      })
  void whatIsMalformedOrOfAnotherUnitIsIgnored(String field) {
    assertThat(RequestedBytes.of(field, 10)).isEqualTo(new Whole());
  }

  @Test
  void numbersOfAnyLengthAreNumbers() {
    assertThat(RequestedBytes.of("bytes=3-" + HUGE, 10)).isEqualTo(new Part(3, 9));
    assertThat(RequestedBytes.of("bytes=-" + HUGE, 10)).isEqualTo(new Part(0, 9));
    assertThat(RequestedBytes.of("bytes=" + HUGE + "-", 10)).isEqualTo(new Unsatisfiable());
    assertThat(RequestedBytes.of("bytes=" + HUGE + "9-" + HUGE, 10)).isEqualTo(new Whole());
    assertThat(RequestedBytes.of("bytes=0003-0004", 10)).isEqualTo(new Part(3, 4));
    assertThat(RequestedBytes.of("bytes=0-", Long.MAX_VALUE))
        .isEqualTo(new Part(0, Long.MAX_VALUE - 1));
  }

  @Test
  void theUnitMayBeInCapitalsAndTheListMayHaveHoles() {
    assertThat(RequestedBytes.of("BYTES=0-1", 10)).isEqualTo(new Part(0, 1));
    assertThat(RequestedBytes.of("bytes=,, 0-1 ,", 10)).isEqualTo(new Part(0, 1));
  }

  @Test
  void ofSeveralRangesTheOnlyOneThatExistsCountsAndMoreAreTheWhole() {
    assertThat(RequestedBytes.of("bytes=20-,4-5,30-31", 10)).isEqualTo(new Part(4, 5));
    assertThat(RequestedBytes.of("bytes=0-1,4-5", 10)).isEqualTo(new Whole());
    assertThat(RequestedBytes.of("bytes=0-1,4-5,7-8", 10)).isEqualTo(new Whole());
    assertThat(RequestedBytes.of("bytes=20-,30-", 10)).isEqualTo(new Unsatisfiable());
  }

  @Test
  void aPartSaysWhereItIs() {
    assertThat(new Part(3, 9).length()).isEqualTo(7);
    assertThat(new Part(3, 9).contentRange(10)).isEqualTo("bytes 3-9/10");
  }

  @Test
  void whateverIsSentAPartIsInsideTheResult() {
    SplittableRandom random = new SplittableRandom(9110);
    String alphabet = "0123456789-,= \tbyteswW\"é";
    int parts = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder field = new StringBuilder("bytes=");
      for (int length = random.nextInt(8); length > 0; length--) {
        field.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      long size = random.nextLong(0, 200);
      if (RequestedBytes.of(field.toString(), size) instanceof Part part) {
        parts++;
        assertThat(part.first()).as("%s of %d", field, size).isBetween(0L, part.last());
        assertThat(part.last()).as("%s of %d", field, size).isLessThan(size);
      }
    }
    assertThat(parts).isGreaterThan(100);
  }

  private static List<Integer> bytes(String field, int size) {
    RequestedBytes requested = RequestedBytes.of(field, size);
    assertThat(requested).isNotInstanceOf(Whole.class);
    List<Integer> bytes = new ArrayList<>();
    if (requested instanceof Part part) {
      for (long i = part.first(); i <= part.last(); i++) {
        bytes.add((int) i);
      }
      assertThat(part.length()).isEqualTo(bytes.size());
    }
    return bytes;
  }

  private static List<Integer> counted(int first, int last, int size) {
    List<Integer> bytes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (i >= first && i <= last) {
        bytes.add(i);
      }
    }
    return bytes;
  }
}
