package org.asyncjob.transcode;

import static org.asyncjob.transcode.Boxes.box;
import static org.asyncjob.transcode.Boxes.concatenated;
import static org.asyncjob.transcode.Boxes.ints;
import static org.asyncjob.transcode.Boxes.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Files of which the index says that the same second of silence is played again and again: hours of
 * sound in some kilobytes.
 */
final class CraftedAudio {

  private static final int RATE = 44_100;
  private static final int SAMPLES_OF_PACKET = 1024;
  private static final int PACKETS_OF_CHUNK = 1000;

  private final byte[] packet;
  private final byte[] descriptions;

  private CraftedAudio(byte[] packet, byte[] descriptions) {
    this.packet = packet;
    this.descriptions = descriptions;
  }

  /** With packets as an encoder makes them. */
  static CraftedAudio of(TestMedia media) throws IOException, InterruptedException {
    Path silence =
        media.make(
            "one-packet.m4a",
            List.of("anullsrc=r=%d:cl=mono:d=1".formatted(RATE)),
            "-c:a aac -b:a 32k");
    String tenth =
        TestMedia.probe(silence, "packet=pos,size").lines().skip(10).findFirst().orElseThrow();
    byte[] bytes = Files.readAllBytes(silence);
    String[] sizeAndPosition = tenth.split(",", -1);
    int size = Integer.parseInt(sizeAndPosition[0]);
    int position = Integer.parseInt(sizeAndPosition[1]);
    return new CraftedAudio(
        Arrays.copyOfRange(bytes, position, position + size), Boxes.find(bytes, "stsd"));
  }

  /**
   * Returns a file.
   *
   * @param length what is played
   * @param claimed what the header says
   */
  byte[] file(Duration length, Duration claimed) {
    int packets = (int) (length.toSeconds() * RATE / SAMPLES_OF_PACKET);
    int chunks = packets / PACKETS_OF_CHUNK + 1;
    byte[] type = box("ftyp", text("M4A "), ints(512), text("M4A isom"));
    byte[][] chunk = new byte[PACKETS_OF_CHUNK][];
    Arrays.fill(chunk, packet);
    byte[] data = box("mdat", chunk);
    int[] offsets = new int[chunks];
    Arrays.fill(offsets, type.length + 8);
    byte[] samples =
        box(
            "stbl",
            descriptions,
            box("stts", ints(0, 1, chunks * PACKETS_OF_CHUNK, SAMPLES_OF_PACKET)),
            box("stsc", ints(0, 1, 1, PACKETS_OF_CHUNK, 1)),
            box("stsz", ints(0, packet.length, chunks * PACKETS_OF_CHUNK)),
            box("stco", ints(0, chunks), ints(offsets)));
    return concatenated(type, data, index(samples, claimed));
  }

  private static byte[] index(byte[] samples, Duration claimed) {
    byte[] self = box("dref", ints(0, 1), box("url ", ints(1)));
    byte[] media =
        box(
            "mdia",
            box("mdhd", ints(0, 0, 0, RATE, (int) (claimed.toSeconds() * RATE), 0x55c40000)),
            box("hdlr", ints(0, 0), text("soun"), new byte[13]),
            box("minf", box("smhd", ints(0, 0)), box("dinf", self), samples));
    int milliseconds = (int) claimed.toMillis();
    int[] matrix = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};
    return box(
        "moov",
        box(
            "mvhd",
            ints(0, 0, 0, 1000, milliseconds, 0x10000, 0x1000000, 0, 0),
            ints(matrix),
            new byte[24],
            ints(2)),
        box(
            "trak",
            box(
                "tkhd",
                ints(7, 0, 0, 1, 0, milliseconds, 0, 0, 0, 0x1000000),
                ints(matrix),
                ints(0, 0)),
            media));
  }
}
