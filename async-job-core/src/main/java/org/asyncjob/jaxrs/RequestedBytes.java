package org.asyncjob.jaxrs;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which bytes of a result a field {@code Range} asks for (RFC 9110, section 14). */
sealed interface RequestedBytes {

  /** All of them: the field is missing, malformed or of a unit that is not ours. */
  record Whole() implements RequestedBytes {}

  /**
   * Some of them.
   *
   * @param first the number of the first byte, from 0
   * @param last the number of the last byte, {@code first} or more
   */
  record Part(long first, long last) implements RequestedBytes {

    long length() {
      return last - first + 1;
    }

    String contentRange(long size) {
      return "bytes " + first + "-" + last + "/" + size;
    }
  }

  /** Bytes that do not exist. */
  record Unsatisfiable() implements RequestedBytes {}

  /**
   * Reads the field.
   *
   * <p>Several ranges are answered as a whole (section 14.2 leaves that to the server), unless only
   * one of them exists: clients that resume or seek ask for one, and the many small parts of a
   * multipart answer are a known way to make a server work.
   *
   * @param size of the whole in bytes, 0 or more
   */
  static RequestedBytes of(String field, long size) {
    int unitEnd = field.indexOf('=');
    if (unitEnd < 0 || !field.substring(0, unitEnd).toLowerCase(Locale.ROOT).equals("bytes")) {
      return new Whole();
    }
    int specs = 0;
    RequestedBytes found = new Unsatisfiable();
    for (String element : field.substring(unitEnd + 1).split(",", -1)) {
      String spec = element.strip();
      if (spec.isEmpty()) {
        continue; // section 5.6.1.2: recipients skip empty elements of lists
      }
      Optional<RequestedBytes> one = RangeSpec.resolve(spec, size);
      if (one.isEmpty()) {
        return new Whole();
      }
      specs++;
      if (!(one.get() instanceof Unsatisfiable)) {
        found = found instanceof Unsatisfiable ? one.get() : new Whole();
      }
    }
    return specs == 0 ? new Whole() : found;
  }

  /** One element of the list. */
  final class RangeSpec {

    private static final Pattern FORM = Pattern.compile("([0-9]*)-([0-9]*)");

    private RangeSpec() {}

    private static Optional<RequestedBytes> resolve(String spec, long size) {
      Matcher positions = FORM.matcher(spec);
      if (!positions.matches() || spec.equals("-")) {
        return Optional.empty();
      }
      return positions.group(1).isEmpty()
          ? Optional.of(suffix(new BigInteger(positions.group(2)), size))
          : positions(new BigInteger(positions.group(1)), positions.group(2), size);
    }

    private static RequestedBytes suffix(BigInteger length, long size) {
      if (length.signum() == 0) {
        return new Unsatisfiable();
      }
      if (size == 0) {
        return new Whole(); // satisfiable, but no Content-Range can say so
      }
      return new Part(size - length.min(BigInteger.valueOf(size)).longValueExact(), size - 1);
    }

    private static Optional<RequestedBytes> positions(BigInteger first, String end, long size) {
      BigInteger whole = BigInteger.valueOf(size);
      BigInteger last = end.isEmpty() ? first.max(whole) : new BigInteger(end);
      if (last.compareTo(first) < 0) {
        return Optional.empty();
      }
      if (first.compareTo(whole) >= 0) {
        return Optional.of(new Unsatisfiable());
      }
      long lastByte = last.min(whole.subtract(BigInteger.ONE)).longValueExact();
      return Optional.of(new Part(first.longValueExact(), lastByte));
    }
  }
}
