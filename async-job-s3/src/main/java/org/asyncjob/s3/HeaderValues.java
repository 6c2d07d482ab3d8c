package org.asyncjob.s3;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What is said of a blob, as values of header fields; names come from strangers. */
final class HeaderValues {

  private static final Pattern MEDIA_TYPE = Pattern.compile("[!-~]+/[!-~]+(?: ?;[ -~]*)?");
  private static final String UNKNOWN = "application/octet-stream";
  private static final String UNQUOTED = "[^ !#-\\[\\]-~]";
  private static final String ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~";

  private HeaderValues() {}

  /** A media type that can be one; else that of bytes of which nothing is known. */
  static String mediaType(String mediaType) {
    return MEDIA_TYPE.matcher(mediaType).matches() ? mediaType : UNKNOWN;
  }

  /** {@code Content-Disposition} (RFC 6266), with the name for old clients and for all others. */
  static String attachment(String filename) {
    return "attachment; filename=\""
        + filename.replaceAll(UNQUOTED, "_")
        + "\"; filename*=UTF-8''"
        + percentEncoded(filename);
  }

  /** RFC 8187, section 3.2.1. */
  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xff);
      if (isPlain(character)) {
        encoded.append(character);
      } else {
        encoded.append('%').append("%02X".formatted((int) character));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || ATTRIBUTE_CHARACTERS.indexOf(character) >= 0;
  }
}
