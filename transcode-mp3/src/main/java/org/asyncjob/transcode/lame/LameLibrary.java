package org.asyncjob.transcode.lame;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.Optional;
import org.asyncjob.transcode.parallel.EncoderParameters;
import org.asyncjob.transcode.parallel.Mp3Encoder;
import org.asyncjob.transcode.parallel.Mp3Encoders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libmp3lame as this system has it. It is given nothing but PCM that we have made; no byte of a
 * stranger's file reaches it. Safe for many threads.
 */
public final class LameLibrary implements Mp3Encoders {

  private static final Logger LOG = LoggerFactory.getLogger(LameLibrary.class);

  private static final String SUPPORTED = "3.100";
  private static final int EXPECTED_DELAY = 576;
  private static final int JOINT_STEREO = 1;
  private static final int MONO = 3;
  private static final int VARIABLE = 4;
  private static final int AVERAGE = 3;
  // LAME takes 1 as 32,767, ffmpeg as 32,768.
  private static final float FULL_SCALE = 32_768f / 32_767f;

  private final LameFunctions functions;
  private final String version;

  private LameLibrary(LameFunctions functions, String version) {
    this.functions = functions;
    this.version = version;
  }

  /**
   * Looks for the library where the system's loader does; nothing if there is none that works, or
   * if this application leaves {@code net.java.dev.jna:jna} out. Why, the log says at level debug.
   */
  public static Optional<LameLibrary> find() {
    try {
      LameFunctions functions = Native.load(fileName(), LameFunctions.class);
      String version = functions.get_lame_version();
      if (!version.startsWith(SUPPORTED)) {
        LOG.debug("libmp3lame {} is not used, only {}", version, SUPPORTED);
        return Optional.empty();
      }
      LameLibrary library = new LameLibrary(functions, version);
      library.check();
      return Optional.of(library);
    } catch (LinkageError | IOException e) {
      LOG.debug("libmp3lame is not used", e);
      return Optional.empty();
    }
  }

  /** E.g. {@code 3.100}. */
  public String version() {
    return version;
  }

  @Override
  public Mp3Encoder start(EncoderParameters parameters) throws IOException {
    return new LameEncoder(functions, opened(parameters), parameters);
  }

  private static String fileName() {
    if (Platform.isMac()) {
      return "libmp3lame.0.dylib";
    }
    return Platform.isWindows() ? "libmp3lame" : "libmp3lame.so.0";
  }

  /** Has all functions looked up, and one that encodes, before anything relies on them. */
  private void check() throws IOException {
    EncoderParameters parameters =
        new EncoderParameters(44_100, 2, EncoderParameters.RateControl.QUALITY, 2);
    try (LameEncoder encoder = new LameEncoder(functions, opened(parameters), parameters)) {
      encoder.encode(new byte[8 * 1152], 8 * 1152);
      if (encoder.finish().length == 0) {
        throw new IOException("it encodes nothing");
      }
    }
  }

  private Pointer opened(EncoderParameters parameters) throws IOException {
    Pointer lame = functions.lame_init();
    if (lame == null) {
      throw new IOException("libmp3lame has no memory");
    }
    functions.lame_set_num_channels(lame, parameters.channels());
    functions.lame_set_mode(lame, parameters.channels() == 1 ? MONO : JOINT_STEREO);
    functions.lame_set_in_samplerate(lame, parameters.sampleRate());
    functions.lame_set_out_samplerate(lame, parameters.sampleRate());
    functions.lame_set_scale(lame, FULL_SCALE);
    functions.lame_set_bWriteVbrTag(lame, 0);
    setRate(lame, parameters);
    int answer = functions.lame_init_params(lame);
    int delay = functions.lame_get_encoder_delay(lame);
    if (answer < 0 || delay != EXPECTED_DELAY) {
      functions.lame_close(lame);
      throw new IOException(
          "libmp3lame answers %d to %s, and its delay is %d".formatted(answer, parameters, delay));
    }
    return lame;
  }

  private void setRate(Pointer lame, EncoderParameters parameters) {
    switch (parameters.rateControl()) {
      case QUALITY -> {
        functions.lame_set_VBR(lame, VARIABLE);
        functions.lame_set_VBR_quality(lame, parameters.value());
      }
      case AVERAGE -> {
        functions.lame_set_VBR(lame, AVERAGE);
        functions.lame_set_VBR_mean_bitrate_kbps(lame, parameters.value());
      }
      case CONSTANT -> functions.lame_set_brate(lame, parameters.value());
    }
  }
}
