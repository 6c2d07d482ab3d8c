package org.asyncjob.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The files of the page, which lie beside this class. */
final class PageFiles {

  private PageFiles() {}

  static Optional<byte[]> read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page's file " + name, e);
    }
  }
}
