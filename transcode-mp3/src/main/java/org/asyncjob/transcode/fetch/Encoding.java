package org.asyncjob.transcode.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import okhttp3.Response;

/** How the bytes are packed; some servers pack what nobody has asked them to. */
enum Encoding {
  NONE,
  GZIP;

  /**
   * Reads what the answer says.
   *
   * @throws org.asyncjob.JobFailedException if it is packed in another way
   */
  static Encoding of(Response response) {
    String name = response.header("Content-Encoding", "identity");
    return switch (name == null ? "" : name.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> NONE;
      case "gzip", "x-gzip" -> GZIP;
      default -> throw FetchFailures.notHandedOut();
    };
  }

  /** The bytes unpacked, as far as they are read. */
  InputStream decoded(InputStream in) throws IOException {
    return this == GZIP ? new GZIPInputStream(in) : in;
  }
}
