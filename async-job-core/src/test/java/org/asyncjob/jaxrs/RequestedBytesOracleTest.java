package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.asyncjob.jaxrs.RequestedBytes.Part;
import org.asyncjob.jaxrs.RequestedBytes.Unsatisfiable;
import org.asyncjob.jaxrs.RequestedBytes.Whole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields {@code Range} by chance, read a second time by the words of RFC 9110, section 14. */
class RequestedBytesOracleTest {

  private static final List<String> UNITS =
      List.of("bytes=", "bytes=", "bytes=", "Bytes=", "bytes =", "lines=", "bytes");
  private static final List<String> NUMBERS =
      List.of("0", "1", "2", "5", "9", "10", "11", "007", "18446744073709551617", "");
  private static final List<String> ODD = List.of("x", "1-2-3", "-", "+1-2", "1 -2", "0x1-", "١-٢");
  private static final List<String> COMMAS = List.of(",", ", ", " ,", ",,", ", ,");

  @ParameterizedTest
  @ValueSource(longs = {14, 9110, 206, 416})
  void bothReadersAgree(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] answers = new int[3];
    for (int i = 0; i < 50_000; i++) {
      String field = field(random);
      long size = random.nextInt(12);

      RequestedBytes read = RequestedBytes.of(field, size);

      assertThat(read).as("\"%s\" of %d bytes", field, size).isEqualTo(byTheBook(field, size));
      answers[read instanceof Whole ? 0 : read instanceof Part ? 1 : 2]++;
    }
    assertThat(answers).as("each answer comes often").doesNotContain(0);
    assertThat(answers[1]).isGreaterThan(1000);
    assertThat(answers[2]).isGreaterThan(1000);
  }

  private static String field(SplittableRandom random) {
    StringBuilder field = new StringBuilder(one(UNITS, random));
    int elements = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4) / 2;
    for (int i = 0; i < elements; i++) {
      field.append(i == 0 ? "" : one(COMMAS, random));
      field.append(
          random.nextInt(12) == 0
              ? one(ODD, random)
              : one(NUMBERS, random) + "-" + one(NUMBERS, random));
    }
    return field.toString();
  }

  private static String one(List<String> of, SplittableRandom random) {
    return of.get(random.nextInt(of.size()));
  }

  /** Several parts are answered as a whole, which section 14.2 allows. */
  private static RequestedBytes byTheBook(String field, long size) {
    String[] halves = field.split("=", 2);
    if (halves.length < 2 || !halves[0].equalsIgnoreCase("bytes")) {
      return new Whole(); // 14.2: an unknown range unit is ignored
    }
    List<RequestedBytes> satisfiable = new ArrayList<>();
    int ranges = 0;
    for (String element : halves[1].split(",", -1)) {
      String spec = element.strip();
      if (spec.isEmpty()) {
        continue; // 5.6.1.2: empty list elements do not count
      }
      Optional<RequestedBytes> range = rangeSpec(spec, size);
      if (range.isEmpty()) {
        return new Whole(); // 14.2: an invalid ranges-specifier is ignored
      }
      ranges++;
      range.filter(found -> !(found instanceof Unsatisfiable)).ifPresent(satisfiable::add);
    }
    if (ranges == 0) {
      return new Whole();
    }
    if (satisfiable.isEmpty()) {
      return new Unsatisfiable();
    }
    return satisfiable.size() == 1 ? satisfiable.get(0) : new Whole();
  }

  /** 14.1.1 and 14.1.2: int-range or suffix-range; nothing if it is neither. */
  private static Optional<RequestedBytes> rangeSpec(String spec, long size) {
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String first = spec.substring(0, dash);
    String last = spec.substring(dash + 1);
    if (!areDigits(first) || !areDigits(last) || (first.isEmpty() && last.isEmpty())) {
      return Optional.empty();
    }
    if (!first.isEmpty() && !last.isEmpty() && number(last).compareTo(number(first)) < 0) {
      return Optional.empty(); // "invalid if the last-pos value is present and less than first-pos"
    }
    List<Long> wanted = new ArrayList<>();
    for (long position = 0; position < size; position++) {
      if (isWanted(position, first, last, size)) {
        wanted.add(position);
      }
    }
    if (wanted.isEmpty()) {
      boolean isAllOfNothing = first.isEmpty() && number(last).signum() > 0;
      return Optional.of(isAllOfNothing ? new Whole() : new Unsatisfiable());
    }
    return Optional.of(new Part(wanted.get(0), wanted.get(wanted.size() - 1)));
  }

  private static boolean isWanted(long position, String first, String last, long size) {
    BigInteger here = BigInteger.valueOf(position);
    if (first.isEmpty()) {
      return BigInteger.valueOf(size - position).compareTo(number(last)) <= 0;
    }
    return here.compareTo(number(first)) >= 0
        && (last.isEmpty() || here.compareTo(number(last)) <= 0);
  }

  private static boolean areDigits(String text) {
    return text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  private static BigInteger number(String digits) {
    return new BigInteger(digits);
  }
}
