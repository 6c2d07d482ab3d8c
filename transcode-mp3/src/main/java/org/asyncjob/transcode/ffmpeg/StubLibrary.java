package org.asyncjob.transcode.ffmpeg;

import java.util.List;

/**
 * A shared library without content, for Linux on 64-bit x86 and ARM.
 *
 * <p>The embedded ffmpeg is linked against libraries for grabbing screens and sound cards that a
 * bare server does not have, and without them the loader refuses to start it. It binds their
 * functions only when they are called, and converting files calls none, so libraries with the right
 * names and version definitions are enough.
 *
 * @param name the file's, and what others ask for (SONAME), e.g. {@code libasound.so.2}
 * @param versions the symbol versions that others expect it to define, e.g. {@code ALSA_0.9}
 */
record StubLibrary(String name, List<String> versions) {
  StubLibrary {
    versions = List.copyOf(versions);
  }

  /**
   * Returns the file's bytes.
   *
   * @throws IllegalArgumentException if the processor is none that stubs are needed for
   */
  byte[] bytes(String processor) {
    return switch (processor) {
      case "x86_64" -> new ElfLibrary(ElfLibrary.X86_64, this).bytes();
      case "arm64" -> new ElfLibrary(ElfLibrary.AARCH64, this).bytes();
      default ->
          throw new IllegalArgumentException(
              "no stub library for \"%s\"; known are x86_64 and arm64".formatted(processor));
    };
  }
}
