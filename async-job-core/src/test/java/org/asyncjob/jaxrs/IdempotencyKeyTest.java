package org.asyncjob.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyncjob.MalformedRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  private static final URI PLAYS = URI.create("http://localhost/team/plays");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "\"8e03978e-40d5-43dd\" ~ 8e03978e-40d5-43dd",
        "8e03978e-40d5-43dd ~ 8e03978e-40d5-43dd",
        "\"with space\" ~ with space",
        "\"a, b; c\" ~ a, b; c",
        "\"say \\\"hello\\\" to \\\\\" ~ say \"hello\" to \\",
        "dGVzdA+/== ~ dGVzdA+/==",
        "<urn:x?y=[1]> ~ <urn:x?y=[1]>"
      })
  void aKeyIsWhatIsBetweenTheQuotesOrTheWholeField(String field, String key) {
    assertThat(parsed(field)).contains(new IdempotencyKey(key));
  }

  @Test
  void aRequestWithoutTheFieldHasNoKey() {
    assertThat(parsed()).isEmpty();
  }

  @Test
  void theLongestKeyHasTwoHundredAndFiftyFiveCharactersQuotesNotCounted() {
    String longest = "k".repeat(255);

    assertThat(parsed(longest)).contains(new IdempotencyKey(longest));
    assertThat(parsed("\"" + longest + "\"")).contains(new IdempotencyKey(longest));
  }

  static Stream<String> malformed() {
    String tooLong = "k".repeat(256);
    return Stream.of(
        "",
        "  ",
        "\"\"",
        "\"",
        "\"open",
        "open\"",
        "in\"side",
        "\"in\"side\"",
        "\"ends with \\\"",
        "\"escapes a \\letter\"",
        "\"two\", \"keys\"",
        "two,keys",
        "two keys",
        "\"parameter\";a=1",
        "tab\tinside",
        "\"tab\tinside\"",
        "\"line\nbreak\"",
        "nul\u0000",
        "\"\u007f\"",
        "schlüssel",
        "\"schlüssel\"",
        tooLong,
        "\"" + tooLong + "\"");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNotExactlyOneKeyIsRefusedWithTheRule(String field) {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> parsed(field))
        .withMessageContaining("Idempotency-Key must be 1 to 255 printable ASCII characters");
  }

  @Test
  void aFieldGivenTwiceIsRefused() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> parsed("one", "one"))
        .withMessage("Idempotency-Key is given twice.");
  }

  @Test
  void theScopeIsKeyResourceAndCaller() {
    IdempotencyKey key = new IdempotencyKey("key");

    assertThat(
            Stream.of(
                key.scoped(PLAYS, Optional.empty()),
                key.scoped(PLAYS, Optional.of("")),
                key.scoped(PLAYS, Optional.of("alice")),
                key.scoped(PLAYS, Optional.of("bob")),
                key.scoped(URI.create("http://localhost/team/films"), Optional.of("alice")),
                new IdempotencyKey("other").scoped(PLAYS, Optional.of("alice"))))
        .doesNotHaveDuplicates()
        .allMatch(scoped -> scoped.matches("[0-9a-f]{64}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/team/plays/",
        "https://other.example:8443/team/plays",
        "http://localhost/team/plays?act=wait"
      })
  void theHostTheQueryAndATrailingSlashAreNotPartOfTheResource(String uri) {
    IdempotencyKey key = new IdempotencyKey("key");

    assertThat(key.scoped(URI.create(uri), Optional.empty()))
        .isEqualTo(key.scoped(PLAYS, Optional.empty()));
  }

  private static Optional<IdempotencyKey> parsed(String... fields) {
    MultivaluedHashMap<String, String> headers = new MultivaluedHashMap<>();
    if (fields.length > 0) {
      headers.put("Idempotency-Key", List.of(fields));
    }
    return IdempotencyKey.of(headers);
  }
}
