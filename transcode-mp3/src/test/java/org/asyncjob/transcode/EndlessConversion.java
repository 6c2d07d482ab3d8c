package org.asyncjob.transcode;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A program that converts a file and prints a line when audio begins to come. */
final class EndlessConversion {

  private EndlessConversion() {}

  public static void main(String[] arguments) throws Exception {
    AtomicBoolean said = new AtomicBoolean();
    new Mp3Transcoder(TestMedia.TOOLS, TranscodeLimits.defaults())
        .transcode(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Mp3Options.defaults(),
            (percent, phase) -> {
              if (percent > 1 && said.compareAndSet(false, true)) {
                System.out.println("converting");
              }
            });
  }
}
