package org.asyncjob.transcode;

import static org.asyncjob.transcode.Boxes.box;
import static org.asyncjob.transcode.Boxes.concatenated;
import static org.asyncjob.transcode.Boxes.ints;
import static org.asyncjob.transcode.Boxes.renamed;
import static org.asyncjob.transcode.Boxes.text;
import static org.asyncjob.transcode.Boxes.withInt;
import static org.asyncjob.transcode.HostileFile.CONVERTED;
import static org.asyncjob.transcode.HostileFile.WARNED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.DeflaterOutputStream;

/** All files of docs/hostile-input.md. */
final class HostileFiles {

  private static final String ENCRYPT =
      "-c:a aac -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb"
          + " -encryption_kid a7e61c373e219033c21091fa607bf3b8";
  private static final String FRAGMENTS = " -movflags empty_moov+default_base_moof";

  private final Path directory;
  private final int port;
  private final TestMedia media;
  private final byte[] clip;
  private final byte[] short1;
  private final CraftedAudio crafted;
  private final List<HostileFile> all = new ArrayList<>();

  /**
   * Makes what they are made of.
   *
   * @param port of a server on this machine that nobody may call
   */
  HostileFiles(Path directory, int port) throws IOException, InterruptedException {
    this.directory = directory;
    this.port = port;
    this.media = new TestMedia(directory);
    this.clip = Files.readAllBytes(media.clip("clip.mp4", 7.5));
    this.short1 = Files.readAllBytes(media.audio("short.m4a", 1, 44_100, "-c:a aac"));
    this.crafted = CraftedAudio.of(media);
    media.audio("secret.ts", 1, 44_100, "-c:a aac -f mpegts");
  }

  List<HostileFile> all() {
    disguises();
    references();
    nothing();
    cutOff();
    damaged();
    locked();
    bombs();
    names();
    odd();
    return List.copyOf(all);
  }

  private void disguises() {
    String hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n%s\n#EXT-X-ENDLIST\n";
    String http = "http://127.0.0.1:" + port + "/secret.ts";
    refused("A playlist (HLS) of a file of the server", hls.formatted("file:///etc/passwd"));
    refused("A playlist (HLS) of somebody else's media", hls.formatted(directory + "/secret.ts"));
    refused("A playlist (HLS) of an address", hls.formatted(http));
    refused(
        "A playlist (DASH) of an address",
        """
        <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">
        <BaseURL>%s</BaseURL><Period><AdaptationSet mimeType="audio/mp4">
        <Representation id="1" bandwidth="1"/></AdaptationSet></Period></MPD>
        """
            .formatted(http));
    refused(
        "A session description (SDP) that asks for a stream",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio "
            + port
            + " RTP/AVP 0\n");
    refused(
        "A list (ffconcat) of somebody else's media",
        "ffconcat version 1.0\nfile '" + directory + "/secret.ts'\n");
    add(
        "A playlist behind the first box of an MP4",
        bytes(concatenated(box("ftyp", text("isom"), ints(0)), text(hls.formatted(http)))),
        "truncated");
    refused("A web page", "<!DOCTYPE html><title>Sign in</title>");
    add("An MP3", media("-c:a libmp3lame -f mp3"), "not-a-media-file");
    add("A Matroska file", media("-c:a aac -f matroska"), "not-a-media-file");
  }

  private void references() {
    add(
        "QuickTime audio that is in another file (alias)",
        bytes(referring(short1, directory + "/secret.ts")),
        "external-audio");
    byte[] url =
        box("dref", ints(0, 1), box("url ", ints(0), text("http://127.0.0.1:" + port + "/")));
    add(
        "Audio that is said to be at an address, and is in the file",
        bytes(withReference(short1, url)),
        CONVERTED);
  }

  private void nothing() {
    byte[] noise = noise(100_000, 1);
    add("An empty file", bytes(new byte[0]), "empty-file");
    refused("A text", "Dear diary,\ntoday ");
    add("Random bytes", bytes(noise), "not-a-media-file");
    add("Zeros", bytes(new byte[100_000]), "not-a-media-file");
    add("The first box alone", bytes(Boxes.find(clip, "ftyp")), "truncated");
    add(
        "An index without a track",
        bytes(concatenated(Boxes.find(clip, "ftyp"), box("moov", Boxes.find(clip, "mvhd")))),
        "damaged");
    add("Boxes in boxes, 100,000 deep", bytes(nested(100_000)), "damaged");
    add(
        "Pictures without sound",
        file -> media.into(file, List.of(TestMedia.picture(1)), "-c:v mpeg4 -f mp4"),
        "no-audio-track");
  }

  private void cutOff() {
    add(
        "7.5 seconds of audio, the rest of the file missing after 3.6",
        file -> Files.write(file, Arrays.copyOf(clip, positionOf(clip, 3.65))),
        WARNED);
    add(
        "The same in fragments",
        file -> {
          byte[] whole = made("-c:a aac -frag_duration 500000 -f mp4" + FRAGMENTS, 7.5);
          Files.write(file, Arrays.copyOf(whole, positionOf(whole, 3.65)));
        },
        WARNED);
    add(
        "The same, not compressed",
        file -> {
          byte[] whole = made("-c:a pcm_s16le -f mov -movflags +faststart", 7.5);
          Files.write(file, Arrays.copyOf(whole, whole.length - 44_100 * 4 * 39 / 10));
        },
        WARNED);
    add(
        "The end missing, and the index with it",
        file -> {
          byte[] whole = made("-c:a aac -f mp4", 3);
          Files.write(file, Arrays.copyOf(whole, whole.length * 9 / 10));
        },
        "truncated");
    add("Cut off within the index", bytes(Arrays.copyOf(clip, 300)), "truncated");
    add(
        "Cut off right behind the index",
        bytes(Arrays.copyOf(clip, Boxes.indexOf(clip, "mdat") + 4)),
        "truncated");
  }

  private void damaged() {
    add(
        "30 seconds of AAC with random bytes over 4 of them",
        file -> Files.write(file, overwritten(made("-c:a aac -f mp4", 30), 10, 14, 3)),
        WARNED);
    add(
        "30 seconds of AAC with zeros over 4 of them",
        file -> Files.write(file, overwritten(made("-c:a aac -f mp4", 30), 10, 14, 0)),
        WARNED);
    add(
        "30 seconds of FLAC with random bytes over 4 of them",
        file -> Files.write(file, overwritten(made("-c:a flac -strict -2 -f mp4", 30), 10, 14, 3)),
        WARNED);
    add(
        "Random bytes over all of the audio",
        file -> Files.write(file, overwritten(made("-c:a aac -f mp4", 5), 0, 5, 5)),
        "damaged");
    byte[] nonsense = clip.clone();
    int index = Boxes.indexOf(nonsense, "moov");
    Arrays.fill(nonsense, index + 4, index + 400, (byte) 0x55);
    add("Nonsense in the index", bytes(nonsense), "damaged");
    add(
        "Audio in a format that does not exist",
        bytes(renamed(renamed(short1, "mp4a", "qqqq"), "esds", "xxxx")),
        "unsupported-codec");
  }

  private void locked() {
    add("Encrypted audio (Common Encryption)", media(ENCRYPT + " -f mp4"), "encrypted");
    add(
        "The same, under the name of audio that is not encrypted",
        file -> Files.write(file, renamed(made(ENCRYPT + " -f mp4", 2), "enca", "mp4a")),
        "encrypted");
    add("Audio of a shop (FairPlay)", bytes(renamed(short1, "mp4a", "drms")), "encrypted");
    add("An audio book (Audible)", bytes(renamed(short1, "mp4a", "aavd")), "encrypted");
    add("Encrypted pictures with plain audio", bytes(renamed(clip, "mp4v", "encv")), CONVERTED);
  }

  private void bombs() {
    Duration hours20 = Duration.ofHours(20);
    add("20 hours of silence in 30 kB", bytes(crafted.file(hours20, hours20)), "too-long");
    add(
        "The same where 20 hours are allowed and 1 second of processor time is",
        bytes(crafted.file(hours20, hours20)),
        limits -> limits.longestAudio(Duration.ofHours(30)).longestCpu(Duration.ofSeconds(1)),
        "time-limit");
    add(
        "The same where 20 hours are allowed and 1 MB of MP3 is",
        bytes(crafted.file(hours20, hours20)),
        limits -> limits.longestAudio(Duration.ofHours(30)).largestOutput(1_000_000),
        "result-too-large");
    add(
        "The same where 20 hours are allowed and 100 milliseconds to convert them",
        bytes(crafted.file(hours20, hours20)),
        limits -> limits.longestAudio(Duration.ofHours(30)).longestRun(Duration.ofMillis(100)),
        "time-limit");
    add(
        "30 minutes of silence of which the header says that they are 1 second, where 100 seconds are"
            + " allowed",
        bytes(crafted.file(Duration.ofMinutes(30), Duration.ofSeconds(1))),
        limits -> limits.longestAudio(Duration.ofSeconds(100)),
        "too-long");
    add(
        "200 hours: an index that takes a gigabyte of memory",
        bytes(crafted.file(Duration.ofHours(200), Duration.ofSeconds(1))),
        "index-too-large");
    add(
        "400,000,000 samples of one byte in 9 kB",
        bytes(withInt(withInt(short1, "stsz", 4, 1), "stsz", 8, 400_000_000)),
        "index-too-large");
    add(
        "400,000,000 samples in a fragment",
        file ->
            Files.write(
                file,
                withInt(
                    made("-c:a aac -frag_duration 500000 -f mp4" + FRAGMENTS, 2),
                    "trun",
                    4,
                    400_000_000)),
        "index-too-large");
    add(
        "An index that is compressed",
        file -> Files.write(file, compressed(short1)),
        "unsupported-index");
    add(
        "A place for 400,000,000 chunks, with 44 in it",
        bytes(withInt(short1, "stco", 4, 400_000_000)),
        CONVERTED);
    add(
        "A cover of 10 MB and a comment of 100 kB",
        file -> {
          Path cover =
              media.make(
                  "cover.png", List.of("color=black:s=16x16:d=1,format=rgb24"), "-frames:v 1");
          byte[] padded = concatenated(Files.readAllBytes(cover), new byte[10 << 20]);
          Files.write(cover, padded);
          media.ffmpegInto(
              file,
              List.of(
                  "-i",
                  directory.resolve("short.m4a").toString(),
                  "-f",
                  "image2",
                  "-i",
                  cover.toString(),
                  "-map",
                  "0",
                  "-map",
                  "1",
                  "-c",
                  "copy",
                  "-disposition:v",
                  "attached_pic",
                  "-metadata",
                  "comment=" + "x".repeat(100_000),
                  "-f",
                  "mp4"));
        },
        CONVERTED);
  }

  private void names() {
    List<String> names =
        List.of(
            "-x.mp4",
            "-i",
            "%d.mp4",
            "img%03d.mp4",
            "a:b.mp4",
            "http:x.mp4",
            "file:x.mp4",
            "concat:a|b.mp4",
            "pipe:0",
            "subfile,,start,0,end,9,,:x.mp4",
            "a\nb.mp4",
            "'single' and \"double\".mp4",
            "$(touch canary) `touch canary`; touch canary.mp4",
            "Ferien am Meer ☀ 日本.mp4");
    for (String name : names) {
      String shown = name.replace("|", "\\|").replace("\n", "\\n");
      String fence = name.contains("`") ? "``" : "`";
      all.add(
          new HostileFile(
              "A file named " + fence + shown + fence,
              name,
              bytes(short1),
              UnaryOperator.identity(),
              CONVERTED));
    }
  }

  private void odd() {
    converted("Eight channels", "7.1", 44_100, "-c:a aac -f mp4");
    converted("96,000 Hz", "stereo", 96_000, "-c:a aac -f mp4");
    converted("7,350 Hz", "mono", 7_350, "-c:a aac -f mp4");
    converted("Apple Lossless", "stereo", 44_100, "-c:a alac -f mp4");
    converted("Dolby Digital", "5.1", 48_000, "-c:a ac3 -f mp4");
    converted("Opus", "stereo", 48_000, "-c:a libopus -f mp4");
    converted("FLAC", "stereo", 44_100, "-c:a flac -strict -2 -f mp4");
    converted("Not compressed, QuickTime", "stereo", 44_100, "-c:a pcm_s24be -f mov");
    converted("MP3 in MP4", "stereo", 44_100, "-c:a libmp3lame -f mp4");
    converted("An audio book (M4B)", "mono", 22_050, "-c:a aac -f ipod");
    converted("A recording of a telephone (3GP)", "mono", 16_000, "-c:a aac -f 3gp");
    converted(
        "In fragments", "stereo", 44_100, "-c:a aac -frag_duration 300000 -f mp4" + FRAGMENTS);
    converted(
        "With a title in letters of all kinds",
        "mono",
        44_100,
        "-c:a aac -metadata title=Zoë·日本語·🎵 -f mp4");
    add(
        "Two audio tracks, the second one by default",
        file ->
            media.into(
                file,
                List.of(TestMedia.sound(1, 44_100), TestMedia.sound(2, 44_100)),
                "-map 0 -map 1 -c:a aac -disposition:a:0 0 -disposition:a:1 default -f mp4"),
        CONVERTED);
  }

  private void converted(String what, String channels, int rate, String options) {
    add(
        what,
        file ->
            media.into(
                file, List.of(TestMedia.sound(1, rate) + ",aformat=cl=" + channels), options),
        CONVERTED);
  }

  private void refused(String what, String content) {
    add(what, bytes(text(content)), "not-a-media-file");
  }

  private void add(String what, HostileFile.Making making, String expected) {
    add(what, making, UnaryOperator.identity(), expected);
  }

  private void add(
      String what,
      HostileFile.Making making,
      UnaryOperator<TranscodeLimits.Builder> limits,
      String expected) {
    all.add(new HostileFile(what, "input.mp4", making, limits, expected));
  }

  private static HostileFile.Making bytes(byte[] bytes) {
    return file -> Files.write(file, bytes);
  }

  private HostileFile.Making media(String options) {
    return file -> media.into(file, List.of(TestMedia.sound(2, 44_100)), options);
  }

  private byte[] made(String options, double seconds) throws IOException, InterruptedException {
    Path file = directory.resolve("made");
    media.into(file, List.of(TestMedia.sound(seconds, 44_100)), options);
    return Files.readAllBytes(file);
  }

  private static byte[] noise(int length, long seed) {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  private static byte[] nested(int depth) {
    byte[] boxes = new byte[depth * 8];
    for (int level = 0; level < depth; level++) {
      byte[] header = concatenated(ints(boxes.length - level * 8), text("moov"));
      System.arraycopy(header, 0, boxes, level * 8, header.length);
    }
    return boxes;
  }

  /** Where the first packet of audio begins that is played then or later. */
  private int positionOf(byte[] file, double seconds) throws IOException, InterruptedException {
    Path probed = Files.write(directory.resolve("probed.mp4"), file);
    return TestMedia.output(
            TestMedia.TOOLS.ffprobeProcess(
                List.of(
                    "-v",
                    "error",
                    "-select_streams",
                    "a",
                    "-show_entries",
                    "packet=pts_time,pos",
                    "-of",
                    "csv=p=0",
                    probed.toString())))
        .lines()
        .map(line -> line.split(",", -1))
        .filter(packet -> Double.parseDouble(packet[0]) >= seconds)
        .mapToInt(packet -> Integer.parseInt(packet[1]))
        .findFirst()
        .orElse(file.length);
  }

  /** Bytes of noise, or zeros where there is no seed, instead of what is played in between. */
  private byte[] overwritten(byte[] file, double from, double to, long seed)
      throws IOException, InterruptedException {
    int start = positionOf(file, from);
    int end =
        Math.min(
            positionOf(file, to),
            Boxes.indexOf(file, "mdat") < Boxes.indexOf(file, "moov")
                ? Boxes.indexOf(file, "moov") - 4
                : file.length);
    byte[] noise = seed == 0 ? new byte[end - start] : noise(end - start, seed);
    byte[] changed = file.clone();
    System.arraycopy(noise, 0, changed, start, noise.length);
    return changed;
  }

  /** With the index as QuickTime once compressed it. */
  private static byte[] compressed(byte[] file) throws IOException {
    byte[] index = Boxes.find(file, "moov");
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(small)) {
      deflater.write(index);
    }
    int start = Boxes.indexOf(file, "moov") - 4;
    return concatenated(
        Arrays.copyOf(file, start),
        box(
            "moov",
            box(
                "cmov",
                box("dcom", text("zlib")),
                box("cmvd", ints(index.length), small.toByteArray()))));
  }

  private static byte[] referring(byte[] file, String path) {
    byte[] volume = new byte[142];
    byte[] name = text(path);
    byte[] padded = Arrays.copyOf(name, name.length + name.length % 2);
    byte[] length = {0, (byte) name.length};
    byte[] posixPath = {0, 18};
    byte[] end = {-1, -1, 0, 0};
    return withReference(
        file,
        box(
            "dref",
            ints(0, 1),
            box("alis", ints(0), volume, concatenated(posixPath, length, padded), end)));
  }

  /** The same in which all boxes around the reference have grown; the index is at the end. */
  private static byte[] withReference(byte[] file, byte[] reference) {
    byte[] old = Boxes.find(file, "dref");
    int at = Boxes.indexOf(file, "dref") - 4;
    byte[] changed =
        concatenated(
            Arrays.copyOf(file, at),
            reference,
            Arrays.copyOfRange(file, at + old.length, file.length));
    for (String around : List.of("moov", "trak", "mdia", "minf", "dinf")) {
      int size = Boxes.find(file, around).length + reference.length - old.length;
      changed = withInt(changed, around, -8, size);
    }
    return changed;
  }
}
